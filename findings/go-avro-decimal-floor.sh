#!/usr/bin/env bash
# github.com/hamba/avro v2.31.0, https://pkg.go.dev/github.com/hamba/avro/v2@v2.31.0, and
# github.com/linkedin/goavro v2.15.0, https://pkg.go.dev/github.com/linkedin/goavro/v2@v2.15.0 (Go)
#
# Expected: of a *big.Rat, which can be any fraction, one with more decimals than the scale of the schema's decimal is
# refused, as twmb/avro v1.9.1 refuses it, and Apache's library for Python (avro 1.12.2) and fastavro 1.13.1 do alike.
# Seen: the next lower value is written without a word: 0.009 a minute becomes 0, and below zero the amount grows, so a
# charge and its refund no longer cancel.
#
# Output seen (Go 1.26.8):
#   1.23: hamba 1.23, goavro 1.23, twmb 1.23
#   1.239: hamba 1.23, goavro 1.23, twmb refused
#   -1.239: hamba -1.24, goavro -1.24, twmb refused
#   0.009: hamba 0.00, goavro 0.00, twmb refused
#   2/3: hamba 0.66, goavro 0.66, twmb refused
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > go.mod << 'MODULE'
module finding

go 1.26
MODULE
cat > main.go << 'GO'
package main

import (
	"fmt"
	"math/big"

	hamba "github.com/hamba/avro/v2"
	"github.com/linkedin/goavro/v2"
	"github.com/twmb/avro"
)

const text = `{"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}`

func main() {
	schema := hamba.MustParse(text)
	codec, err := goavro.NewCodec(text)
	if err != nil {
		panic(err)
	}
	written := func(data []byte, err error) string {
		if err != nil {
			return "refused"
		}
		var value *big.Rat
		if err := hamba.Unmarshal(schema, data, &value); err != nil {
			panic(err)
		}
		return value.FloatString(2)
	}
	for _, number := range []string{"1.23", "1.239", "-1.239", "0.009", "2/3"} {
		value, _ := new(big.Rat).SetString(number)
		fmt.Printf("%s: hamba %s, goavro %s, twmb %s\n", number, written(hamba.Marshal(schema, value)),
			written(codec.BinaryFromNative(nil, value)), written(avro.MustParse(text).Encode(value)))
	}
}
GO
go get github.com/hamba/avro/v2@v2.31.0 github.com/linkedin/goavro/v2@v2.15.0 github.com/twmb/avro@v1.9.1 2> log ||
  { cat log >&2; exit 1; }
go run . | tee seen
diff seen - << 'SEEN'
1.23: hamba 1.23, goavro 1.23, twmb 1.23
1.239: hamba 1.23, goavro 1.23, twmb refused
-1.239: hamba -1.24, goavro -1.24, twmb refused
0.009: hamba 0.00, goavro 0.00, twmb refused
2/3: hamba 0.66, goavro 0.66, twmb refused
SEEN
