package record

import (
	"context"
	"encoding/binary"
	"fmt"
)

// A column holds a number for each happening, block by block, so that many
// are sorted and counted without reading their rows.
const (
	columnFirst   = iota // first day
	columnLast           // last day
	columnTold           // day on which it was told first
	columnSure           // confidence, in thousandths
	columnReports        // how many mentions it has
	columnSpot           // word of where it is on a map
	numberColumns
	columnSides = numberColumns // labels of its parties: lists, not numbers
)

// block is how many cells lie in one row.
const block = 1 << 12

// maxNumber bounds the numbers of happenings and articles that can be indexed.
const maxNumber = 1<<28 - 1

func cellsAt(column int, n uint32) int64 { return int64(column)<<16 | int64(n/block) }

// numberBlock is the printed form of a block of numbers: four bytes a cell,
// without the empty ones at its end.
type numberBlock []byte

func (b *numberBlock) put(n, value uint32) {
	at := int(n%block) * 4
	if value == 0 && at >= len(*b) {
		return
	}
	if at+4 > len(*b) {
		*b = append(*b, make([]byte, at+4-len(*b))...)
	}
	binary.LittleEndian.PutUint32((*b)[at:], value)
	for len(*b) >= 4 && binary.LittleEndian.Uint32((*b)[len(*b)-4:]) == 0 {
		*b = (*b)[:len(*b)-4]
	}
}

// listBlock is the printed form of a block of lists: for each cell its length
// in bytes and the bytes, without the empty ones at its end.
type listBlock [][]byte

func parseLists(raw []byte) (b listBlock, err error) {
	for len(raw) > 0 {
		n, used := binary.Uvarint(raw)
		if used <= 0 || n > uint64(len(raw)-used) || len(b) == block {
			return nil, errDamagedSet
		}
		b = append(b, raw[used:used+int(n)])
		raw = raw[used+int(n):]
	}
	return b, nil
}

func (b *listBlock) put(n uint32, list []byte) {
	at := int(n % block)
	for len(*b) <= at {
		*b = append(*b, nil)
	}
	(*b)[at] = list
	for len(*b) > 0 && len((*b)[len(*b)-1]) == 0 {
		*b = (*b)[:len(*b)-1]
	}
}

func (b listBlock) print() (out []byte) {
	for _, list := range b {
		out = append(binary.AppendUvarint(out, uint64(len(list))), list...)
	}
	return out
}

// printSides prints the words of a happening's parties, side by side.
func printSides(sides [3][]uint32) (out []byte) {
	if len(sides[0])+len(sides[1])+len(sides[2]) == 0 {
		return nil
	}
	for _, side := range sides {
		out = binary.AppendUvarint(out, uint64(len(side)))
		for _, w := range side {
			out = binary.AppendUvarint(out, uint64(w))
		}
	}
	return out
}

// parseSides calls f with each word of a list and its side.
func parseSides(list []byte, f func(side int, word uint32)) error {
	for side := 0; side < 3 && len(list) > 0; side++ {
		count, used := binary.Uvarint(list)
		if used <= 0 {
			return errDamagedSet
		}
		list = list[used:]
		for ; count > 0; count-- {
			w, used := binary.Uvarint(list)
			if used <= 0 {
				return errDamagedSet
			}
			f(side, uint32(w))
			list = list[used:]
		}
	}
	return nil
}

// column reads a whole column of numbers; happenings beyond its end have 0.
func (a *asker) column(ctx context.Context, column int) ([]uint32, error) {
	a.columns.mu.Lock()
	defer a.columns.mu.Unlock()
	if kept := a.columns.numbers[column]; kept != nil {
		return kept, nil
	}
	out := []uint32{}
	err := a.blocks(ctx, column, func(from int, raw []byte) error {
		if len(raw)%4 != 0 || len(raw) > 4*block {
			return errDamagedSet
		}
		if need := from + len(raw)/4; need > len(out) {
			out = append(out, make([]uint32, need-len(out))...)
		}
		for i := range len(raw) / 4 {
			out[from+i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
		return nil
	})
	if err == nil {
		a.columns.numbers[column] = out
	}
	return out, err
}

func (a *asker) blocks(ctx context.Context, column int, f func(from int, raw []byte) error) error {
	rows, err := a.db.QueryContext(ctx, "SELECT at, cells FROM happening_cell WHERE at BETWEEN ? AND ? ORDER BY at", cellsAt(column, 0), cellsAt(column+1, 0)-1)
	if err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var raw []byte
		if err := rows.Scan(&at, &raw); err != nil {
			return fmt.Errorf("reading the index: %w", err)
		}
		if err := f(int(at&0xffff)*block, raw); err != nil {
			return err
		}
	}
	return rows.Err()
}

// cell gives the number of one happening.
func cell(column []uint32, n uint32) uint32 {
	if int(n) < len(column) {
		return column[n]
	}
	return 0
}
