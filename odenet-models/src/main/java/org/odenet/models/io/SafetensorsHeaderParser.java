package org.odenet.models.io;

import static org.odenet.models.io.SafetensorsHeader.DATA_OFFSETS;
import static org.odenet.models.io.SafetensorsHeader.DTYPE;
import static org.odenet.models.io.SafetensorsHeader.METADATA;
import static org.odenet.models.io.SafetensorsHeader.SHAPE;
import static org.odenet.models.io.SafetensorsHeader.damaged;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.odenet.models.io.SafetensorsHeader.Entry;

/** Reads the JSON header of a safetensors file, token by token: what the format does not have is refused at its place. */
final class SafetensorsHeaderParser {

    /** Texts may be as long as the header, whose length is limited. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Safetensors.MAX_HEADER_BYTES)
                    .maxNameLength(Safetensors.MAX_HEADER_BYTES)
                    .build())
            .build();

    private static final Set<ElementType> TYPES = Set.of(
            ElementType.F64, ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.I64, ElementType.I32);

    private final Path file;
    private final JsonParser json;
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private Map<String, String> metadata;

    private SafetensorsHeaderParser(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    static SafetensorsHeader parse(Path file, byte[] header) {
        try (JsonParser json = JSON.createParser(decode(header))) {
            return new SafetensorsHeaderParser(file, json).parse();
        } catch (CharacterCodingException e) {
            throw damaged(file, "the header is not UTF-8 text");
        } catch (JsonProcessingException e) {
            throw damaged(
                    file,
                    "the header is not valid JSON at character "
                            + e.getLocation().getCharOffset() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Decodes strictly; Jackson would guess other encodings from the first bytes. */
    private static String decode(byte[] header) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(header))
                .toString();
    }

    private SafetensorsHeader parse() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                putOnce(tensors, name, readTensor(name), "the header");
            }
        }
        if (json.nextToken() != null) {
            throw wrong("more follows after the end of the header");
        }
        return new SafetensorsHeader(tensors, metadata == null ? Map.of() : metadata);
    }

    private void readMetadata() throws IOException {
        if (metadata != null) {
            throw wrong("the header names \"" + METADATA + "\" twice");
        }
        metadata = new LinkedHashMap<>();
        expect(json.nextToken(), JsonToken.START_OBJECT, METADATA);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + " of \"" + key + "\"");
            putOnce(metadata, key, json.getText(), METADATA);
        }
    }

    private Entry readTensor(String name) throws IOException {
        String tensor = SafetensorsHeader.quoted(name);
        expect(json.nextToken(), JsonToken.START_OBJECT, tensor);
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            Object value =
                    switch (field) {
                        case DTYPE -> readType(tensor);
                        case SHAPE -> readNumbers(tensor, SHAPE, TensorData.MAX_RANK);
                        case DATA_OFFSETS -> readOffsets(tensor);
                        default -> throw wrong(tensor + " has the unknown field \"" + field + "\"");
                    };
            putOnce(fields, field, value, tensor);
        }
        for (String field : new String[] {DTYPE, SHAPE, DATA_OFFSETS}) {
            if (!fields.containsKey(field)) {
                throw wrong(tensor + " has no field \"" + field + "\"");
            }
        }
        long[] offsets = (long[]) fields.get(DATA_OFFSETS);
        return new Entry((ElementType) fields.get(DTYPE), (long[]) fields.get(SHAPE), offsets[0], offsets[1]);
    }

    private ElementType readType(String tensor) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_STRING, tensor + ", dtype");
        String name = json.getText();
        return TYPES.stream().filter(type -> type.name().equals(name)).findAny().orElseThrow(() -> {
            String known = TYPES.stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
            return new WeightFileException(
                    file,
                    tensor + " has the dtype \"" + name + "\", which is not one of " + known,
                    "convert the tensor to one of these and save the file again");
        });
    }

    private long[] readOffsets(String tensor) throws IOException {
        long[] offsets = readNumbers(tensor, DATA_OFFSETS, 2);
        if (offsets.length != 2) {
            throw wrong(tensor + " has " + offsets.length + " data offsets instead of 2");
        }
        return offsets;
    }

    private long[] readNumbers(String tensor, String field, int most) throws IOException {
        String place = tensor + ", " + field;
        expect(json.nextToken(), JsonToken.START_ARRAY, place);
        long[] numbers = new long[most];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, place);
            if (count == most) {
                throw wrong(place + " has more than " + most + " numbers");
            }
            numbers[count++] = readNumber(place);
        }
        return Arrays.copyOf(numbers, count);
    }

    private long readNumber(String place) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
            throw wrong(place + " has the number " + json.getText() + ", which is not from 0 to 2^63 - 1");
        }
        return json.getLongValue();
    }

    private <V> void putOnce(Map<String, V> map, String key, V value, String place) throws IOException {
        if (map.putIfAbsent(key, value) != null) {
            throw wrong(place + " names \"" + key + "\" twice");
        }
    }

    private void expect(JsonToken found, JsonToken wanted, String place) throws IOException {
        if (found != wanted) {
            throw wrong(place + " is " + nameOf(found) + " where " + nameOf(wanted) + " belongs");
        }
    }

    private static String nameOf(JsonToken token) {
        if (token == null) {
            return "the end of the text";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "the end of an object or array";
        };
    }

    private WeightFileException wrong(String problem) {
        return damaged(
                file, problem + " (at character " + json.currentTokenLocation().getCharOffset() + " of the header)");
    }
}
