// What the AVX2 and the AVX-512 paths share: sums and maxima over lanes, and the constants of e^x and GELU.

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
