#include "textflag.h"

// Instructions that the assembler has no name for.
// SDOT Vd.4S, Vn.16B, Vm.4B[i]: four products of bytes summed into each lane.
#define SDOT(d, n, m, i) WORD $(0x4F80E000 | ((i)&1)<<21 | ((i)>>1)<<11 | (m)<<16 | (n)<<5 | (d))
#define SCVTF(d) WORD $(0x4E21D800 | (d)<<5 | (d))
#define FMUL(d, m) WORD $(0x6E20DC00 | (m)<<16 | (d)<<5 | (d))
#define FADD(d, m) WORD $(0x4E20D400 | (m)<<16 | (d)<<5 | (d))

// Weights of four inputs and 16 columns times activation i of each of four rows.
#define GROUP(i) \
	VLD1.P 64(R3), [V16.B16, V17.B16, V18.B16, V19.B16] \
	SDOT(0, 16, 20, i) \
	SDOT(1, 17, 20, i) \
	SDOT(2, 18, 20, i) \
	SDOT(3, 19, 20, i) \
	SDOT(4, 16, 21, i) \
	SDOT(5, 17, 21, i) \
	SDOT(6, 18, 21, i) \
	SDOT(7, 19, 21, i) \
	SDOT(8, 16, 22, i) \
	SDOT(9, 17, 22, i) \
	SDOT(10, 18, 22, i) \
	SDOT(11, 19, 22, i) \
	SDOT(12, 16, 23, i) \
	SDOT(13, 17, 23, i) \
	SDOT(14, 18, 23, i) \
	SDOT(15, 19, 23, i)

// Scales a register and adds the bias; V20 holds the row's step.
#define SCALE(d, scale, bias) \
	SCVTF(d) \
	FMUL(d, scale) \
	FMUL(d, 20) \
	FADD(d, bias)

// Takes the columns' sums off, scales, adds the bias and writes a row.
#define STORE(a, b, c, d, an, bn, cn, dn) \
	VLD1R.P 4(R5), [V20.S4] \
	VSUB V16.S4, a.S4, a.S4 \
	VSUB V17.S4, b.S4, b.S4 \
	VSUB V18.S4, c.S4, c.S4 \
	VSUB V19.S4, d.S4, d.S4 \
	SCALE(an, 24, 28) \
	SCALE(bn, 25, 29) \
	SCALE(cn, 26, 30) \
	SCALE(dn, 27, 31) \
	VST1 [a.S4, b.S4, c.S4, d.S4], (R6) \
	ADD R7, R6

#define CLEAR(a, b, c, d) \
	VEOR a.B16, a.B16, a.B16 \
	VEOR b.B16, b.B16, b.B16 \
	VEOR c.B16, c.B16, c.B16 \
	VEOR d.B16, d.B16, d.B16

// func tileDot(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)
TEXT ·tileDot(SB), NOSPLIT, $0-64
	MOVD blocks+0(FP), R0
	MOVD in+8(FP), R1
	MOVD a+16(FP), R2
	MOVD columns+32(FP), R4
	MOVD scales+40(FP), R5
	MOVD out+48(FP), R6
	MOVD width+56(FP), R7
	LSL $2, R7
block:
	MOVD w+24(FP), R3
	MOVD R2, R8
	ADD R1, R8, R9
	ADD R1, R9, R10
	ADD R1, R10, R11
	MOVD R1, R12
	CLEAR(V0, V1, V2, V3)
	CLEAR(V4, V5, V6, V7)
	CLEAR(V8, V9, V10, V11)
	CLEAR(V12, V13, V14, V15)
sixteen:
	VLD1.P 16(R8), [V20.B16]
	VLD1.P 16(R9), [V21.B16]
	VLD1.P 16(R10), [V22.B16]
	VLD1.P 16(R11), [V23.B16]
	GROUP(0)
	GROUP(1)
	GROUP(2)
	GROUP(3)
	SUBS $16, R12, R12
	BNE sixteen
	MOVD R4, R13
	VLD1.P 64(R13), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R13), [V24.S4, V25.S4, V26.S4, V27.S4]
	VLD1 (R13), [V28.S4, V29.S4, V30.S4, V31.S4]
	STORE(V0, V1, V2, V3, 0, 1, 2, 3)
	STORE(V4, V5, V6, V7, 4, 5, 6, 7)
	STORE(V8, V9, V10, V11, 8, 9, 10, 11)
	STORE(V12, V13, V14, V15, 12, 13, 14, 15)
	MOVD R11, R2
	SUBS $1, R0, R0
	BNE block
	RET
