#include "textflag.h"

// One row of a tile: four activations in every lane times the weights of 32 columns.
#define ROW(from, acc0, acc1) \
	VPBROADCASTD from, Z26 \
	VPDPBUSD Z24, Z26, acc0 \
	VPDPBUSD Z25, Z26, acc1

#define CLEAR(acc0, acc1) \
	VPXORD acc0, acc0, acc0 \
	VPXORD acc1, acc1, acc1

// What STORE needs of the columns.
#define COLUMNS \
	VMOVDQU32 0(R11), Z26 \
	VMOVUPS 64(R11), Z27 \
	VMOVUPS 128(R11), Z28 \
	VMOVDQU32 192(R11), Z29 \
	VMOVUPS 256(R11), Z30 \
	VMOVUPS 320(R11), Z31

// Takes the columns' sums off, scales, adds the bias and writes a row.
#define STORE(row, acc0, acc1) \
	VPSUBD Z26, acc0, acc0 \
	VPSUBD Z29, acc1, acc1 \
	VCVTDQ2PS acc0, acc0 \
	VCVTDQ2PS acc1, acc1 \
	VMULPS Z27, acc0, acc0 \
	VMULPS Z30, acc1, acc1 \
	VBROADCASTSS row(R12), Z24 \
	VMULPS Z24, acc0, acc0 \
	VMULPS Z24, acc1, acc1 \
	VADDPS Z28, acc0, acc0 \
	VADDPS Z31, acc1, acc1 \
	VMOVUPS acc0, 0(DI) \
	VMOVUPS acc1, 64(DI) \
	ADDQ R13, DI

// func tileAVX512(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)
TEXT ·tileAVX512(SB), NOSPLIT, $0-64
	MOVQ in+8(FP), R8
	MOVQ a+16(FP), AX
	MOVQ columns+32(FP), R11
	MOVQ scales+40(FP), R12
	MOVQ out+48(FP), DI
	MOVQ width+56(FP), R13
	SHLQ $2, R13
	LEAQ (R8)(R8*2), R15
	MOVQ R8, R14
	SHLQ $5, R14
	ADDQ w+24(FP), R14 // the next group's weights, to be near when it is their turn
block:
	MOVQ w+24(FP), SI
	MOVQ R8, R10
	SHLQ $4, R10 // to the second panel
	LEAQ (AX)(R15*1), BX
	LEAQ (BX)(R15*1), CX
	LEAQ (CX)(R15*1), DX
	MOVQ R8, R9
	CLEAR(Z0, Z1)
	CLEAR(Z2, Z3)
	CLEAR(Z4, Z5)
	CLEAR(Z6, Z7)
	CLEAR(Z8, Z9)
	CLEAR(Z10, Z11)
	CLEAR(Z12, Z13)
	CLEAR(Z14, Z15)
	CLEAR(Z16, Z17)
	CLEAR(Z18, Z19)
	CLEAR(Z20, Z21)
	CLEAR(Z22, Z23)
four:
	VMOVDQU32 (SI), Z24
	VMOVDQU32 (SI)(R10*1), Z25
	ROW((AX), Z0, Z1)
	ROW((AX)(R8*1), Z2, Z3)
	ROW((AX)(R8*2), Z4, Z5)
	ROW((BX), Z6, Z7)
	ROW((BX)(R8*1), Z8, Z9)
	ROW((BX)(R8*2), Z10, Z11)
	ROW((CX), Z12, Z13)
	ROW((CX)(R8*1), Z14, Z15)
	ROW((CX)(R8*2), Z16, Z17)
	ROW((DX), Z18, Z19)
	ROW((DX)(R8*1), Z20, Z21)
	ROW((DX)(R8*2), Z22, Z23)
	PREFETCHT1 (R14)
	ADDQ $64, R14
	ADDQ $64, SI
	ADDQ $4, AX
	ADDQ $4, BX
	ADDQ $4, CX
	ADDQ $4, DX
	SUBQ $4, R9
	JNE four
	COLUMNS
	STORE(0, Z0, Z1)
	STORE(4, Z2, Z3)
	STORE(8, Z4, Z5)
	STORE(12, Z6, Z7)
	STORE(16, Z8, Z9)
	STORE(20, Z10, Z11)
	STORE(24, Z12, Z13)
	STORE(28, Z14, Z15)
	STORE(32, Z16, Z17)
	STORE(36, Z18, Z19)
	STORE(40, Z20, Z21)
	STORE(44, Z22, Z23)
	ADDQ $48, R12
	LEAQ (DX)(R8*2), AX
	DECQ blocks+0(FP)
	JNE block
	VZEROUPPER
	RET

// func tile4AVX512(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)
TEXT ·tile4AVX512(SB), NOSPLIT, $0-64
	MOVQ in+8(FP), R8
	MOVQ a+16(FP), AX
	MOVQ columns+32(FP), R11
	MOVQ scales+40(FP), R12
	MOVQ out+48(FP), DI
	MOVQ width+56(FP), R13
	SHLQ $2, R13
	MOVQ R8, R10
	SHLQ $4, R10 // to the second panel
block:
	MOVQ w+24(FP), SI
	LEAQ (AX)(R8*2), BX
	MOVQ R8, R9
	CLEAR(Z0, Z1)
	CLEAR(Z2, Z3)
	CLEAR(Z4, Z5)
	CLEAR(Z6, Z7)
four:
	VMOVDQU32 (SI), Z24
	VMOVDQU32 (SI)(R10*1), Z25
	ROW((AX), Z0, Z1)
	ROW((AX)(R8*1), Z2, Z3)
	ROW((BX), Z4, Z5)
	ROW((BX)(R8*1), Z6, Z7)
	ADDQ $64, SI
	ADDQ $4, AX
	ADDQ $4, BX
	SUBQ $4, R9
	JNE four
	COLUMNS
	STORE(0, Z0, Z1)
	STORE(4, Z2, Z3)
	STORE(8, Z4, Z5)
	STORE(12, Z6, Z7)
	ADDQ $16, R12
	LEAQ (BX)(R8*1), AX
	DECQ blocks+0(FP)
	JNE block
	VZEROUPPER
	RET
