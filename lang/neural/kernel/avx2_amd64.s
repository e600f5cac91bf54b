#include "textflag.h"

// One row of a tile: four activations in every lane times the weights of 16 columns.
#define ROW(from, acc0, acc1) \
	VPBROADCASTD from, Y10 \
	VPMADDUBSW Y8, Y10, Y11 \
	VPMADDUBSW Y9, Y10, Y12 \
	VPMADDWD Y15, Y11, Y11 \
	VPMADDWD Y15, Y12, Y12 \
	VPADDD Y11, acc0, acc0 \
	VPADDD Y12, acc1, acc1

// Takes the columns' sums off, scales, adds the bias and writes a row.
#define STORE(row, acc0, acc1) \
	VPSUBD 0(R11), acc0, acc0 \
	VPSUBD 32(R11), acc1, acc1 \
	VCVTDQ2PS acc0, acc0 \
	VCVTDQ2PS acc1, acc1 \
	VMULPS 64(R11), acc0, acc0 \
	VMULPS 96(R11), acc1, acc1 \
	VBROADCASTSS row(R12), Y10 \
	VMULPS Y10, acc0, acc0 \
	VMULPS Y10, acc1, acc1 \
	VADDPS 128(R11), acc0, acc0 \
	VADDPS 160(R11), acc1, acc1 \
	VMOVUPS acc0, 0(DI) \
	VMOVUPS acc1, 32(DI) \
	ADDQ R13, DI

// func tileAVX2(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)
TEXT ·tileAVX2(SB), NOSPLIT, $0-64
	MOVQ blocks+0(FP), CX
	MOVQ in+8(FP), R8
	MOVQ a+16(FP), AX
	MOVQ columns+32(FP), R11
	MOVQ scales+40(FP), R12
	MOVQ out+48(FP), DI
	MOVQ width+56(FP), R13
	SHLQ $2, R13
	VPCMPEQW Y15, Y15, Y15
	VPSRLW $15, Y15, Y15
block:
	MOVQ w+24(FP), SI
	LEAQ (AX)(R8*2), BX
	MOVQ R8, R9
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
four:
	VMOVDQU 0(SI), Y8
	VMOVDQU 32(SI), Y9
	ROW((AX), Y0, Y1)
	ROW((AX)(R8*1), Y2, Y3)
	ROW((BX), Y4, Y5)
	ROW((BX)(R8*1), Y6, Y7)
	VMOVDQU 64(SI), Y8
	VMOVDQU 96(SI), Y9
	ROW(4(AX), Y0, Y1)
	ROW(4(AX)(R8*1), Y2, Y3)
	ROW(4(BX), Y4, Y5)
	ROW(4(BX)(R8*1), Y6, Y7)
	ADDQ $128, SI
	ADDQ $8, AX
	ADDQ $8, BX
	SUBQ $8, R9
	JNE four
	STORE(0, Y0, Y1)
	STORE(4, Y2, Y3)
	STORE(8, Y4, Y5)
	STORE(12, Y6, Y7)
	ADDQ $16, R12
	LEAQ (BX)(R8*1), AX
	DECQ CX
	JNE block
	VZEROUPPER
	RET

DATA order<>+0(SB)/4, $0
DATA order<>+4(SB)/4, $4
DATA order<>+8(SB)/4, $1
DATA order<>+12(SB)/4, $5
DATA order<>+16(SB)/4, $2
DATA order<>+20(SB)/4, $6
DATA order<>+24(SB)/4, $3
DATA order<>+28(SB)/4, $7
GLOBL order<>(SB), RODATA, $32

// The largest of the lanes of Y0 in X0.
#define MAXLANE \
	VEXTRACTF128 $1, Y0, X1 \
	VMAXPS X1, X0, X0 \
	VPSHUFD $0x0e, X0, X1 \
	VMAXPS X1, X0, X0 \
	VPSHUFD $0x01, X0, X1 \
	VMAXSS X1, X0, X0

// The sum of the lanes of Y0 in X0: ((0+4)+(2+6))+((1+5)+(3+7)).
#define SUMLANES \
	VEXTRACTF128 $1, Y0, X1 \
	VADDPS X1, X0, X0 \
	VPSHUFD $0x0e, X0, X1 \
	VADDPS X1, X0, X0 \
	VPSHUFD $0x01, X0, X1 \
	VADDSS X1, X0, X0

// Sets a register's lanes to a constant.
#define EVERY(bits, x, y) \
	MOVL $bits, R15 \
	VMOVQ R15, x \
	VPBROADCASTD x, y

// func quantiseAVX2(code *uint8, x *float32, n int) float32
TEXT ·quantiseAVX2(SB), NOSPLIT, $0-28
	MOVQ code+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	EVERY(0x7fffffff, X15, Y15)
	VPXOR Y0, Y0, Y0
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	MOVQ SI, AX
	MOVQ CX, R8
most:
	VANDPS 0(AX), Y15, Y5
	VANDPS 32(AX), Y15, Y6
	VANDPS 64(AX), Y15, Y7
	VANDPS 96(AX), Y15, Y8
	VMAXPS Y5, Y0, Y0
	VMAXPS Y6, Y2, Y2
	VMAXPS Y7, Y3, Y3
	VMAXPS Y8, Y4, Y4
	ADDQ $128, AX
	SUBQ $32, R8
	JNE most
	VMAXPS Y2, Y0, Y0
	VMAXPS Y4, Y3, Y3
	VMAXPS Y3, Y0, Y0
	MAXLANE
	VPXOR X2, X2, X2
	VUCOMISS X2, X0
	JNE some
	MOVL $0x3f800000, R15
	VMOVQ R15, X0
some:
	MOVL $0x427c0000, R15 // 63
	VMOVQ R15, X1
	VDIVSS X1, X0, X2
	VMOVSS X2, ret+24(FP)
	VDIVSS X0, X1, X3
	VBROADCASTSS X3, Y3
	EVERY(64, X14, Y14)
	VMOVDQU order<>(SB), Y13
codes:
	VMULPS 0(SI), Y3, Y4
	VMULPS 32(SI), Y3, Y5
	VMULPS 64(SI), Y3, Y6
	VMULPS 96(SI), Y3, Y7
	VCVTPS2DQ Y4, Y4
	VCVTPS2DQ Y5, Y5
	VCVTPS2DQ Y6, Y6
	VCVTPS2DQ Y7, Y7
	VPADDD Y14, Y4, Y4
	VPADDD Y14, Y5, Y5
	VPADDD Y14, Y6, Y6
	VPADDD Y14, Y7, Y7
	VPACKSSDW Y5, Y4, Y4
	VPACKSSDW Y7, Y6, Y6
	VPACKUSWB Y6, Y4, Y4
	VPERMD Y4, Y13, Y4
	VMOVDQU Y4, (DI)
	ADDQ $128, SI
	ADDQ $32, DI
	SUBQ $32, CX
	JNE codes
	VZEROUPPER
	RET

DATA constants<>+0(SB)/4, $0xc2ae0000  // -87
DATA constants<>+4(SB)/4, $0x42b00000  // 88
DATA constants<>+8(SB)/4, $0x3fb8aa3b  // log2 e
DATA constants<>+12(SB)/4, $0x3f318000 // ln 2, high
DATA constants<>+16(SB)/4, $0xb95e8083 // ln 2, low
DATA constants<>+20(SB)/4, $0x39506967 // e0
DATA constants<>+24(SB)/4, $0x3ab743ce // e1
DATA constants<>+28(SB)/4, $0x3c088908 // e2
DATA constants<>+32(SB)/4, $0x3d2aa9c1 // e3
DATA constants<>+36(SB)/4, $0x3e2aaaaa // e4
DATA constants<>+40(SB)/4, $0x3f000000 // e5
DATA constants<>+44(SB)/4, $0x3f800000 // 1
DATA constants<>+48(SB)/4, $127
DATA constants<>+52(SB)/4, $0xbfcc422a // -2 sqrt(2/pi)
DATA constants<>+56(SB)/4, $0xbd922279 // that times 0.044715
DATA constants<>+60(SB)/4, $1
GLOBL constants<>(SB), RODATA, $64

// What EXP needs in registers.
#define EXPCONSTANTS \
	VBROADCASTSS constants<>+8(SB), Y15 \
	VBROADCASTSS constants<>+12(SB), Y14 \
	VBROADCASTSS constants<>+16(SB), Y13 \
	VBROADCASTSS constants<>+44(SB), Y12 \
	VBROADCASTSS constants<>+0(SB), Y11 \
	VBROADCASTSS constants<>+4(SB), Y10 \
	VPBROADCASTD constants<>+48(SB), Y9

// e to the lanes of Y0, in Y0; uses Y1 to Y4. The order is that of exp in plain.go.
#define EXP \
	VCMPPS $13, Y11, Y0, Y4 \
	VMINPS Y10, Y0, Y0 \
	VMULPS Y15, Y0, Y1 \
	VROUNDPS $0, Y1, Y1 \
	VMULPS Y14, Y1, Y2 \
	VSUBPS Y2, Y0, Y0 \
	VMULPS Y13, Y1, Y2 \
	VSUBPS Y2, Y0, Y0 \
	VCVTPS2DQ Y1, Y1 \
	VPADDD Y9, Y1, Y1 \
	VPSLLD $23, Y1, Y1 \
	VBROADCASTSS constants<>+20(SB), Y2 \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS constants<>+24(SB), Y3 \
	VADDPS Y3, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS constants<>+28(SB), Y3 \
	VADDPS Y3, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS constants<>+32(SB), Y3 \
	VADDPS Y3, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS constants<>+36(SB), Y3 \
	VADDPS Y3, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VBROADCASTSS constants<>+40(SB), Y3 \
	VADDPS Y3, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VMULPS Y0, Y2, Y2 \
	VADDPS Y0, Y2, Y2 \
	VADDPS Y12, Y2, Y2 \
	VMULPS Y1, Y2, Y0 \
	VANDPS Y4, Y0, Y0

// func geluAVX2(x *float32, n int)
TEXT ·geluAVX2(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	EXPCONSTANTS
	VBROADCASTSS constants<>+52(SB), Y8
	VBROADCASTSS constants<>+56(SB), Y7
eight:
	VMOVUPS (SI), Y5
	VMULPS Y5, Y5, Y0
	VMULPS Y7, Y0, Y0
	VADDPS Y8, Y0, Y0
	VMULPS Y0, Y5, Y0
	EXP
	VADDPS Y12, Y0, Y0
	VDIVPS Y0, Y5, Y5
	VMOVUPS Y5, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JNE eight
	VZEROUPPER
	RET

// func softmaxAVX2(x *float32, n int, scale float32)
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VBROADCASTSS scale+16(FP), Y5
	MOVQ SI, AX
	MOVQ CX, R8
	EVERY(0xff800000, X0, Y0)
most:
	VMULPS (AX), Y5, Y1
	VMOVUPS Y1, (AX)
	VMAXPS Y1, Y0, Y0
	ADDQ $32, AX
	SUBQ $8, R8
	JNE most
	MAXLANE
	VBROADCASTSS X0, Y5
	EXPCONSTANTS
	VPXOR Y6, Y6, Y6
	MOVQ SI, AX
	MOVQ CX, R8
powers:
	VMOVUPS (AX), Y0
	VSUBPS Y5, Y0, Y0
	EXP
	VMOVUPS Y0, (AX)
	VADDPS Y0, Y6, Y6
	ADDQ $32, AX
	SUBQ $8, R8
	JNE powers
	VMOVAPS Y6, Y0
	SUMLANES
	VDIVSS X0, X12, X0
	VBROADCASTSS X0, Y0
shares:
	VMULPS (SI), Y0, Y1
	VMOVUPS Y1, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JNE shares
	VZEROUPPER
	RET

// func addNormAVX2(x, y *float32, n int, gain, bias *float32)
TEXT ·addNormAVX2(SB), NOSPLIT, $0-40
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DX
	MOVQ n+16(FP), CX
	MOVQ gain+24(FP), R10
	MOVQ bias+32(FP), R11
	VCVTSI2SSQ CX, X14, X14
	VPXOR Y0, Y0, Y0
	MOVQ SI, AX
	MOVQ CX, R8
sums:
	VMOVUPS (AX), Y1
	VADDPS (DX), Y1, Y1
	VMOVUPS Y1, (AX)
	VADDPS Y1, Y0, Y0
	ADDQ $32, AX
	ADDQ $32, DX
	SUBQ $8, R8
	JNE sums
	SUMLANES
	VDIVSS X14, X0, X0
	VBROADCASTSS X0, Y5
	VPXOR Y0, Y0, Y0
	MOVQ SI, AX
	MOVQ CX, R8
squares:
	VMOVUPS (AX), Y1
	VSUBPS Y5, Y1, Y1
	VMOVUPS Y1, (AX)
	VMULPS Y1, Y1, Y1
	VADDPS Y1, Y0, Y0
	ADDQ $32, AX
	SUBQ $8, R8
	JNE squares
	SUMLANES
	VDIVSS X14, X0, X0
	MOVL $0x2b8cbccc, R15 // 1e-12
	VMOVQ R15, X1
	VADDSS X1, X0, X0
	VSQRTSS X0, X0, X0
	MOVL $0x3f800000, R15
	VMOVQ R15, X1
	VDIVSS X0, X1, X0
	VBROADCASTSS X0, Y5
scales:
	VMULPS (SI), Y5, Y1
	VMULPS (R10), Y1, Y1
	VADDPS (R11), Y1, Y1
	VMOVUPS Y1, (SI)
	ADDQ $32, SI
	ADDQ $32, R10
	ADDQ $32, R11
	SUBQ $8, CX
	JNE scales
	VZEROUPPER
	RET

// func productAVX2(m, k, n int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)
TEXT ·productAVX2(SB), NOSPLIT, $0-72
	MOVQ a+24(FP), SI
	MOVQ c+56(FP), DI
	MOVQ lda+32(FP), R10
	MOVQ ldb+48(FP), R11
	MOVQ ldc+64(FP), R12
	SHLQ $2, R10
	SHLQ $2, R11
	SHLQ $2, R12
row:
	MOVQ b+40(FP), BX
	MOVQ n+16(FP), CX
	MOVQ DI, DX
wide:
	CMPQ CX, $32
	JLT narrow
	MOVQ k+8(FP), R8
	MOVQ SI, AX
	MOVQ BX, R9
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
wideterm:
	VBROADCASTSS (AX), Y4
	VMULPS 0(R9), Y4, Y5
	VMULPS 32(R9), Y4, Y6
	VMULPS 64(R9), Y4, Y7
	VMULPS 96(R9), Y4, Y8
	VADDPS Y5, Y0, Y0
	VADDPS Y6, Y1, Y1
	VADDPS Y7, Y2, Y2
	VADDPS Y8, Y3, Y3
	ADDQ $4, AX
	ADDQ R11, R9
	DECQ R8
	JNE wideterm
	VMOVUPS Y0, 0(DX)
	VMOVUPS Y1, 32(DX)
	VMOVUPS Y2, 64(DX)
	VMOVUPS Y3, 96(DX)
	ADDQ $128, DX
	ADDQ $128, BX
	SUBQ $32, CX
	JMP wide
narrow:
	TESTQ CX, CX
	JE next
	MOVQ k+8(FP), R8
	MOVQ SI, AX
	MOVQ BX, R9
	VPXOR Y0, Y0, Y0
term:
	VBROADCASTSS (AX), Y4
	VMULPS (R9), Y4, Y5
	VADDPS Y5, Y0, Y0
	ADDQ $4, AX
	ADDQ R11, R9
	DECQ R8
	JNE term
	VMOVUPS Y0, (DX)
	ADDQ $32, DX
	ADDQ $32, BX
	SUBQ $8, CX
	JMP narrow
next:
	ADDQ R10, SI
	ADDQ R12, DI
	DECQ m+0(FP)
	JNE row
	VZEROUPPER
	RET
