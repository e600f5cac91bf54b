#include "textflag.h"
#include "exp_amd64.h"

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

// func softmaxAVX2(rows int, x *float32, n int, scale float32)
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-28
	MOVQ x+8(FP), SI
	EXPCONSTANTS
row:
	MOVQ n+16(FP), CX
	VBROADCASTSS scale+24(FP), Y5
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
	DECQ rows+0(FP)
	JNE row
	VZEROUPPER
	RET

// Four rows' steps of addNormAVX2 at offset AX of each row; a row is R9 bytes long.
#define SUM(x, y, acc) \
	VMOVUPS x, Y8 \
	VADDPS y, Y8, Y8 \
	VMOVUPS Y8, x \
	VADDPS Y8, acc, acc

#define SQUARE(x, mean, acc) \
	VMOVUPS x, Y8 \
	VSUBPS mean, Y8, Y8 \
	VMOVUPS Y8, x \
	VMULPS Y8, Y8, Y8 \
	VADDPS Y8, acc, acc

#define SCALE(x, inverse) \
	VMULPS x, inverse, Y8 \
	VMULPS Y9, Y8, Y8 \
	VADDPS Y10, Y8, Y8 \
	VMOVUPS Y8, x

// The mean of the lanes of acc in every lane of to.
#define MEAN(acc, to) \
	VMOVAPS acc, Y0 \
	SUMLANES \
	VDIVSS X14, X0, X0 \
	VBROADCASTSS X0, to

// One over the root of the mean of the lanes of acc in every lane of to.
#define INVERSE(acc, to) \
	VMOVAPS acc, Y0 \
	SUMLANES \
	VDIVSS X14, X0, X0 \
	VADDSS X13, X0, X0 \
	VSQRTSS X0, X0, X0 \
	VDIVSS X0, X12, X0 \
	VBROADCASTSS X0, to

// func addNormAVX2(blocks int, x, y *float32, n int, gain, bias *float32)
TEXT ·addNormAVX2(SB), NOSPLIT, $0-48
	MOVQ blocks+0(FP), R12
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ n+24(FP), R9
	MOVQ gain+32(FP), R10
	MOVQ bias+40(FP), R11
	VCVTSI2SSQ R9, X14, X14
	SHLQ $2, R9
	MOVL $0x2b8cbccc, R15 // 1e-12
	VMOVQ R15, X13
	MOVL $0x3f800000, R15
	VMOVQ R15, X12
block:
	LEAQ (SI)(R9*2), DI
	LEAQ (DX)(R9*2), BX
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	MOVQ R9, CX
sums:
	SUM((SI), (DX), Y4)
	SUM((SI)(R9*1), (DX)(R9*1), Y5)
	SUM((DI), (BX), Y6)
	SUM((DI)(R9*1), (BX)(R9*1), Y7)
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, DI
	ADDQ $32, BX
	SUBQ $32, CX
	JNE sums
	SUBQ R9, SI
	SUBQ R9, DI
	MEAN(Y4, Y11)
	MEAN(Y5, Y2)
	MEAN(Y6, Y3)
	MEAN(Y7, Y10)
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	MOVQ R9, CX
squares:
	SQUARE((SI), Y11, Y4)
	SQUARE((SI)(R9*1), Y2, Y5)
	SQUARE((DI), Y3, Y6)
	SQUARE((DI)(R9*1), Y10, Y7)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $32, CX
	JNE squares
	SUBQ R9, SI
	SUBQ R9, DI
	INVERSE(Y4, Y4)
	INVERSE(Y5, Y5)
	INVERSE(Y6, Y6)
	INVERSE(Y7, Y7)
	XORL AX, AX
scales:
	VMOVUPS (R10)(AX*1), Y9
	VMOVUPS (R11)(AX*1), Y10
	SCALE((SI), Y4)
	SCALE((SI)(R9*1), Y5)
	SCALE((DI), Y6)
	SCALE((DI)(R9*1), Y7)
	ADDQ $32, SI
	ADDQ $32, DI
	ADDQ $32, AX
	CMPQ AX, R9
	JNE scales
	LEAQ (DI)(R9*1), SI
	LEAQ (BX)(R9*1), DX
	DECQ R12
	JNE block
	VZEROUPPER
	RET

// func transposeAVX2(to *float32, ldto int, from *float32, ldfrom, rows, cols int)
TEXT ·transposeAVX2(SB), NOSPLIT, $0-48
	MOVQ to+0(FP), DI
	MOVQ ldto+8(FP), R8
	MOVQ from+16(FP), SI
	MOVQ ldfrom+24(FP), R9
	SHLQ $2, R8
	SHLQ $2, R9
	LEAQ (R8)(R8*2), R12
	LEAQ (R9)(R9*2), R13
rows8:
	MOVQ SI, AX
	MOVQ DI, BX
	MOVQ cols+40(FP), CX
cols8:
	LEAQ (AX)(R9*4), DX
	VMOVUPS (AX), Y0
	VMOVUPS (AX)(R9*1), Y1
	VMOVUPS (AX)(R9*2), Y2
	VMOVUPS (AX)(R13*1), Y3
	VMOVUPS (DX), Y4
	VMOVUPS (DX)(R9*1), Y5
	VMOVUPS (DX)(R9*2), Y6
	VMOVUPS (DX)(R13*1), Y7
	VUNPCKLPS Y1, Y0, Y8
	VUNPCKHPS Y1, Y0, Y9
	VUNPCKLPS Y3, Y2, Y10
	VUNPCKHPS Y3, Y2, Y11
	VUNPCKLPS Y5, Y4, Y12
	VUNPCKHPS Y5, Y4, Y13
	VUNPCKLPS Y7, Y6, Y14
	VUNPCKHPS Y7, Y6, Y15
	VUNPCKLPD Y10, Y8, Y0
	VUNPCKHPD Y10, Y8, Y1
	VUNPCKLPD Y11, Y9, Y2
	VUNPCKHPD Y11, Y9, Y3
	VUNPCKLPD Y14, Y12, Y4
	VUNPCKHPD Y14, Y12, Y5
	VUNPCKLPD Y15, Y13, Y6
	VUNPCKHPD Y15, Y13, Y7
	VPERM2F128 $0x20, Y4, Y0, Y8
	VPERM2F128 $0x20, Y5, Y1, Y9
	VPERM2F128 $0x20, Y6, Y2, Y10
	VPERM2F128 $0x20, Y7, Y3, Y11
	VPERM2F128 $0x31, Y4, Y0, Y12
	VPERM2F128 $0x31, Y5, Y1, Y13
	VPERM2F128 $0x31, Y6, Y2, Y14
	VPERM2F128 $0x31, Y7, Y3, Y15
	LEAQ (BX)(R8*4), DX
	VMOVUPS Y8, (BX)
	VMOVUPS Y9, (BX)(R8*1)
	VMOVUPS Y10, (BX)(R8*2)
	VMOVUPS Y11, (BX)(R12*1)
	VMOVUPS Y12, (DX)
	VMOVUPS Y13, (DX)(R8*1)
	VMOVUPS Y14, (DX)(R8*2)
	VMOVUPS Y15, (DX)(R12*1)
	LEAQ (BX)(R8*8), BX
	ADDQ $32, AX
	SUBQ $8, CX
	JNE cols8
	LEAQ (SI)(R9*8), SI
	ADDQ $32, DI
	SUBQ $8, rows+32(FP)
	JNE rows8
	VZEROUPPER
	RET

// One row's terms of 16 columns.
#define TERM2(from, acc0, acc1) \
	VBROADCASTSS from, Y10 \
	VMULPS Y8, Y10, Y11 \
	VMULPS Y9, Y10, Y12 \
	VADDPS Y11, acc0, acc0 \
	VADDPS Y12, acc1, acc1

// One row's terms of 8 columns.
#define TERM1(from, acc0) \
	VBROADCASTSS from, Y10 \
	VMULPS Y8, Y10, Y11 \
	VADDPS Y11, acc0, acc0

// func productAVX2(m, k, n int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)
TEXT ·productAVX2(SB), NOSPLIT, $0-72
#define BEGIN \
	MOVQ k+8(FP), R8 \
	MOVQ SI, AX \
	MOVQ BX, R9
	MOVQ n+16(FP), CX
	MOVQ lda+32(FP), R10
	MOVQ b+40(FP), BX
	MOVQ ldb+48(FP), R11
	MOVQ c+56(FP), DI
	MOVQ ldc+64(FP), R12
	SHLQ $2, R10
	SHLQ $2, R11
	SHLQ $2, R12
	LEAQ (R10)(R10*2), R13
wide:
	CMPQ CX, $16
	JLT narrow
	MOVQ m+0(FP), DX
	MOVQ a+24(FP), SI
	MOVQ DI, R15
wide4:
	CMPQ DX, $4
	JLT wide1
	BEGIN
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
wide4term:
	VMOVUPS 0(R9), Y8
	VMOVUPS 32(R9), Y9
	TERM2((AX), Y0, Y1)
	TERM2((AX)(R10*1), Y2, Y3)
	TERM2((AX)(R10*2), Y4, Y5)
	TERM2((AX)(R13*1), Y6, Y7)
	ADDQ $4, AX
	ADDQ R11, R9
	DECQ R8
	JNE wide4term
	VMOVUPS Y0, 0(R15)
	VMOVUPS Y1, 32(R15)
	ADDQ R12, R15
	VMOVUPS Y2, 0(R15)
	VMOVUPS Y3, 32(R15)
	ADDQ R12, R15
	VMOVUPS Y4, 0(R15)
	VMOVUPS Y5, 32(R15)
	ADDQ R12, R15
	VMOVUPS Y6, 0(R15)
	VMOVUPS Y7, 32(R15)
	ADDQ R12, R15
	LEAQ (SI)(R10*4), SI
	SUBQ $4, DX
	JMP wide4
wide1:
	TESTQ DX, DX
	JE widenext
	BEGIN
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
wide1term:
	VMOVUPS 0(R9), Y8
	VMOVUPS 32(R9), Y9
	TERM2((AX), Y0, Y1)
	ADDQ $4, AX
	ADDQ R11, R9
	DECQ R8
	JNE wide1term
	VMOVUPS Y0, 0(R15)
	VMOVUPS Y1, 32(R15)
	ADDQ R12, R15
	ADDQ R10, SI
	DECQ DX
	JMP wide1
widenext:
	ADDQ $64, BX
	ADDQ $64, DI
	SUBQ $16, CX
	JMP wide
narrow: // 8 columns are left, or none
	TESTQ CX, CX
	JE done
	MOVQ m+0(FP), DX
	MOVQ a+24(FP), SI
narrow1:
	BEGIN
	VPXOR Y0, Y0, Y0
narrow1term:
	VMOVUPS (R9), Y8
	TERM1((AX), Y0)
	ADDQ $4, AX
	ADDQ R11, R9
	DECQ R8
	JNE narrow1term
	VMOVUPS Y0, (DI)
	ADDQ R12, DI
	ADDQ R10, SI
	DECQ DX
	JNE narrow1
done:
	VZEROUPPER
	RET
