#!/usr/bin/env bash
# github.com/twmb/avro v1.9.1 (Go), https://pkg.go.dev/github.com/twmb/avro@v1.9.1
#
# Expected: a tagged union, map[string]any{"ns.closed": fields}, whose tag names no branch is refused, as hamba/avro
# v2.31.0 refuses it ("unknown union type").
# Seen: the map is then taken for the fields of a record, and silently written as the first branch whose fields all have
# defaults: a typing error in an event's name makes it another event.
#
# Output seen (Go 1.26.8):
#   twmb ns.closed: map[ns.closed:map[]]
#   hamba ns.closed: map[ns.closed:map[]]
#   twmb ns.clsoed: map[ns.opened:map[note:<nil>]]
#   hamba ns.clsoed: body: avro: unknown union type ns.clsoed
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

	hamba "github.com/hamba/avro/v2"
	"github.com/twmb/avro"
)

const text = `{"type": "record", "name": "ns.Event", "fields": [{"name": "body", "type": [
  {"type": "record", "name": "ns.opened", "fields": [{"name": "note", "type": ["null", "string"], "default": null}]},
  {"type": "record", "name": "ns.closed", "fields": []}]}]}`

func main() {
	schema := avro.MustParse(text)
	show := func(library, tag string, data []byte, err error) {
		var event map[string]any
		if err == nil {
			_, err = schema.Decode(data, &event, avro.TaggedUnions())
		}
		if err != nil {
			fmt.Printf("%s %s: %v\n", library, tag, err)
			return
		}
		fmt.Printf("%s %s: %v\n", library, tag, event["body"])
	}
	for _, tag := range []string{"ns.closed", "ns.clsoed"} {
		event := map[string]any{"body": map[string]any{tag: map[string]any{}}}
		data, err := schema.Encode(event)
		show("twmb", tag, data, err)
		data, err = hamba.Marshal(hamba.MustParse(text), event)
		show("hamba", tag, data, err)
	}
}
GO
go get github.com/twmb/avro@v1.9.1 github.com/hamba/avro/v2@v2.31.0 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
go run . | tee seen
diff seen - << 'SEEN'
twmb ns.closed: map[ns.closed:map[]]
hamba ns.closed: map[ns.closed:map[]]
twmb ns.clsoed: map[ns.opened:map[note:<nil>]]
hamba ns.clsoed: body: avro: unknown union type ns.clsoed
SEEN
