package org.odenet.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("weights.safetensors");
    }

    @Test
    void readsBackWhatItWrote() {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("z/first", numbers(DataType.FLOAT, 2, 3, 4));
        tensors.put("a \"quoted\" é name", numbers(DataType.DOUBLE, 5));
        tensors.put("scalar", Nd4j.scalar(3.5f));
        tensors.put("empty", Nd4j.create(DataType.FLOAT, 0, 3));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("seed", "42");
        metadata.put("note", "line\nbreak");
        Safetensors.write(file, tensors, metadata);

        try (TensorFile read = Safetensors.read(file)) {
            assertThat(read.metadata()).containsExactly(entry("seed", "42"), entry("note", "line\nbreak"));
            assertThat(read.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
            read.tensors().forEach((name, array) -> {
                assertThat(array.dataType()).isEqualTo(tensors.get(name).dataType());
                assertThat(array.shape()).isEqualTo(tensors.get(name).shape());
                assertThat(array.data().asDouble())
                        .isEqualTo(tensors.get(name).data().asDouble());
            });
        }
    }

    @Test
    void readsBackNoTensorsAndNoMetadata() {
        Safetensors.write(file, Map.of(), Map.of());
        TensorFile read = Safetensors.read(file);
        assertThat(read.tensors()).isEmpty();
        assertThat(read.metadata()).isEmpty();
    }

    @Test
    void keepsEveryBitOfSpecialValues() {
        float[] values = {Float.NaN, Float.intBitsToFloat(0x7fa00001), -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        Safetensors.write(file, Map.of("x", Nd4j.createFromArray(values)), Map.of());
        try (TensorFile read = Safetensors.read(file)) {
            for (int i = 0; i < values.length; i++) {
                assertThat(Float.floatToRawIntBits(
                                read.tensors().get("x").data().getFloat(i)))
                        .isEqualTo(Float.floatToRawIntBits(values[i]));
            }
        }
    }

    @Test
    void writesViewsAndColumnMajorTensorsInRowMajorOrder() {
        INDArray whole = numbers(DataType.FLOAT, 4, 5);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("transposed", whole.transpose());
        tensors.put("rows", whole.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()));
        tensors.put("columns", whole.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2, 5)));
        tensors.put("fortran", whole.dup('f'));
        tensors.put("permuted", numbers(DataType.DOUBLE, 2, 3, 4, 5).permute(0, 3, 1, 2));
        Safetensors.write(file, tensors, Map.of());
        try (TensorFile read = Safetensors.read(file)) {
            tensors.forEach((name, array) -> {
                INDArray found = read.tensors().get(name);
                assertThat(found).as(name).isEqualTo(array);
                assertThat(found.ordering()).isEqualTo('c');
            });
            assertThat(read.tensors().get("transposed").toFloatMatrix()[1]).containsExactly(1, 6, 11, 16);
        }
    }

    @Test
    void readsBackMoreElementsThanOneChunk() {
        INDArray large = numbers(DataType.DOUBLE, 300, 701);
        Safetensors.write(file, Map.of("large", large), Map.of());
        try (TensorFile read = Safetensors.read(file)) {
            assertThat(read.tensors().get("large")).isEqualTo(large);
        }
    }

    @Test
    void writesThePublishedLayout() throws IOException {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("f", Nd4j.createFromArray(1.5f));
        tensors.put("d", Nd4j.createFromArray(-2.0));
        Safetensors.write(file, tensors, Map.of("k", "v"));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertThat(length % 8).isZero();
        byte[] header = new byte[length];
        bytes.get(header);
        // The wider type comes first in the data, so that both lie aligned.
        assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getDouble()).isEqualTo(-2.0);
        assertThat(bytes.getFloat()).isEqualTo(1.5f);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void widensHalfPrecisionToFloat() throws IOException {
        int[] halves = {0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x3555, 0x7c00, 0xfc00, 0x7e01};
        float[] expected = {
            0f,
            -0f,
            0x1p-24f,
            1023 * 0x1p-24f,
            0x1p-14f,
            1f,
            -2f,
            65504f,
            0.33325195f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        ByteBuffer data = littleEndian(2 * halves.length);
        for (int half : halves) {
            data.putShort((short) half);
        }
        save("{\"x\":{\"dtype\":\"F16\",\"shape\":[12],\"data_offsets\":[0,24]}}", data.array());
        assertFloats(expected);
    }

    @Test
    void widensBrainFloatToFloat() throws IOException {
        ByteBuffer data = littleEndian(8);
        for (int value : new int[] {0x3f80, 0xc2f7, 0x0001, 0x7f80}) {
            data.putShort((short) value);
        }
        save("{\"x\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}", data.array());
        assertFloats(1f, -123.5f, Float.intBitsToFloat(0x10000), Float.POSITIVE_INFINITY);
    }

    @Test
    void readsIntegers() throws IOException {
        byte[] data = littleEndian(16)
                .putLong((1L << 62) + 1)
                .putInt(Integer.MIN_VALUE)
                .putInt(7)
                .array();
        save(
                "{\"i\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[8,16]},"
                        + "\"l\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}",
                data);
        try (TensorFile read = Safetensors.read(file)) {
            INDArray ints = read.tensors().get("i");
            assertThat(ints.dataType()).isEqualTo(DataType.INT32);
            assertThat(ints.toIntVector()).containsExactly(Integer.MIN_VALUE, 7);
            INDArray scalar = read.tensors().get("l");
            assertThat(scalar.dataType()).isEqualTo(DataType.INT64);
            assertThat(scalar.rank()).isZero();
            assertThat(scalar.getLong()).isEqualTo((1L << 62) + 1);
        }
    }

    @Test
    void acceptsAnEmptyTensorOfHugeOtherSizesWithoutTakingMemory() throws IOException {
        save(tensor("[0,4611686018427387904]", "[0,0]"), new byte[0]);
        try (TensorFile read = Safetensors.read(file)) {
            assertThat(read.tensors().get("x").isEmpty()).isTrue();
        }
    }

    @Test
    void refusesTensorsThatTheFormatOrTheWriterCannotHold() {
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("labels", Nd4j.createFromArray(1, 2)), Map.of()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("tensor \"labels\" has the type INT")
                .hasMessageContaining("castTo(DataType.FLOAT)");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", Nd4j.scalar(1f)), Map.of()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("reserves")
                .hasMessageContaining("rename");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("x", Nd4j.empty(DataType.FLOAT)), Map.of()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("tensor \"x\" is empty and has no shape");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Collections.singletonMap("k", null)))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("no value for \"k\"");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("k", "\ud800")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("lone surrogates");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepsTheOldFileWhenATensorCannotBeWritten() throws IOException {
        Files.writeString(file, "old");
        INDArray closed = Nd4j.create(DataType.FLOAT, 3);
        closed.close();
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("good", numbers(DataType.FLOAT, 3));
        tensors.put("closed", closed);
        assertThatThrownBy(() -> Safetensors.write(file, tensors, Map.of())).isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void namesAMissingFile() {
        assertRefused("there is no such file", "check the path");
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.createDirectory(file);
        assertRefused("reading failed", "check the permissions");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Files.write(file, new byte[0]);
        assertRefused("the file has 0 bytes, fewer than the 8 of the header length", "copy or save it again");
    }

    @Test
    void refusesATextFile() throws IOException {
        Files.writeString(file, "These are no weights, but a page of text.");
        assertRefused("the header length is ", "at most 33 bytes", "not safetensors");
    }

    @Test
    void refusesAHeaderLongerThanTheFile() throws IOException {
        Files.write(file, littleEndian(16).putLong(9).array());
        assertRefused("the header length is 9, but at most 8 bytes are possible in a file of 16 bytes");
    }

    @Test
    void refusesANegativeHeaderLength() throws IOException {
        Files.write(file, littleEndian(16).putLong(-1).array());
        assertRefused("the header length is 18446744073709551615, but at most 8 bytes");
    }

    @Test
    void refusesAHeaderAboveTheLimitOfTheFormat() throws IOException {
        // A sparse file: long enough for the length it states, and yet refused.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(littleEndian(8).putLong(100_000_001).array());
            out.setLength(200_000_000);
        }
        assertRefused("the header length is 100000001, but at most 100000000 bytes");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = sample();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("copy or save it again");
        }
    }

    @Test
    void refusesBytesAfterTheLastTensor() throws IOException {
        save(tensor("[1]", "[0,4]"), new byte[5]);
        assertRefused("the file has 5 bytes of data but its tensors end at data offset 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                              | the header is an array where an object belongs",
                "                                | the header is the end of the text where an object belongs",
                "{\"x\":1}                       | tensor \"x\" is an integer where an object belongs",
                "{\"x\":{}}                      | tensor \"x\" has no field \"dtype\"",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}} | tensor \"x\" has no field \"data_offsets\"",
                "{\"x\":{\"dtype\":1}}           | tensor \"x\", dtype is an integer where a text belongs",
                "{\"x\":{\"shape\":null}}        | tensor \"x\", shape is null where an array belongs",
                "{\"x\":{\"shape\":[1.5]}}       | tensor \"x\", shape is a number with a fraction where an integer",
                "{\"x\":{\"shape\":[-1]}}        | tensor \"x\", shape has the number -1, which is not from 0 to 2^63 - 1",
                "{\"x\":{\"shape\":[9223372036854775808]}} | shape has the number 9223372036854775808",
                "{\"x\":{\"data_offsets\":[0]}}  | tensor \"x\" has 1 data offsets instead of 2",
                "{\"x\":{\"data_offsets\":[0,4,8]}} | tensor \"x\", data_offsets has more than 2 numbers",
                "{\"x\":{\"size\":4}}            | tensor \"x\" has the unknown field \"size\" (at character",
                "{\"x\":{\"shape\":[],\"shape\":[]}} | tensor \"x\" names \"shape\" twice",
                "{\"__metadata__\":{\"a\":1}}    | __metadata__ of \"a\" is an integer where a text belongs",
                "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}} | __metadata__ names \"a\" twice",
                "{\"__metadata__\":{},\"__metadata__\":{}} | the header names \"__metadata__\" twice",
                "{} {}                           | more follows after the end of the header (at character 3",
                "{\"x\":                         | the header is not valid JSON at character",
                "{x:1}                           | the header is not valid JSON at character",
            })
    void refusesAHeaderOfAnotherForm(String header, String problem) throws IOException {
        save(header == null ? "" : header, new byte[0]);
        assertRefused(problem, "copy or save it again");
    }

    @Test
    void refusesATensorNamedTwice() throws IOException {
        save(
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                new byte[8]);
        assertRefused("the header names \"x\" twice");
    }

    @Test
    void refusesMoreDimensionsThanTensorsHave() throws IOException {
        save(tensor("[" + "1,".repeat(32) + "1]", "[0,4]"), new byte[4]);
        assertRefused("tensor \"x\", shape has more than 32 numbers");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() throws IOException {
        byte[] header = "{\"?\":1}".getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xff;
        saveBytes(header, new byte[0]);
        assertRefused("the header is not UTF-8 text");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        save("{\"x\":" + "[".repeat(100_000), new byte[0]);
        assertRefused("tensor \"x\" is an array where an object belongs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_E4M3", "BOOL", "U8", "f32", ""})
    void namesAnUnknownType(String dtype) throws IOException {
        save("{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[4],\"data_offsets\":[0,4]}}", new byte[4]);
        assertRefused(
                "tensor \"x\" has the dtype \"" + dtype + "\", which is not one of BF16, F16, F32, F64, I32, I64",
                "convert the tensor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]   | [0,12]  | has the data offsets [0, 12], which must rise and stay within the 8 bytes of data",
                "[1]   | [8,4]   | has the data offsets [8, 4], which must rise",
                "[1]   | [0,9223372036854775807] | stay within the 8 bytes of data",
                "[3]   | [0,8]   | has the shape [3] of F32, which needs 12 bytes, but its data offsets [0, 8] hold 8",
                "[1,0] | [0,8]   | which needs 0 bytes, but its data offsets [0, 8] hold 8",
                "[4611686018427387904,2] | [0,8] | needs more bytes than a 64-bit number counts",
                "[4294967296,4294967296] | [0,0] | needs more bytes than a 64-bit number counts",
                "[1]   | [4,8]   | begins at data offset 4 and so leaves a gap after the header, which ends at 0",
            })
    void refusesOffsetsThatDoNotFit(String shape, String offsets, String problem) throws IOException {
        save(tensor(shape, offsets), new byte[8]);
        assertRefused(
                "tensor \"x\" " + (problem.startsWith("stay") || problem.startsWith("which") ? "has" : ""), problem);
    }

    @Test
    void refusesOverlapAndGapsBetweenTensors() throws IOException {
        String pair = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
        save(pair.formatted(4, 12), new byte[12]);
        assertRefused("tensor \"y\" begins at data offset 4 and so overlaps tensor \"x\", which ends at 8");
        save(pair.formatted(12, 20), new byte[20]);
        assertRefused("tensor \"y\" begins at data offset 12 and so leaves a gap after tensor \"x\", which ends at 8");
        save(pair.formatted(0, 8), new byte[8]);
        assertRefused("overlaps tensor");
    }

    /** Whatever one byte of the header becomes, the file is refused or read with all its data. */
    @Test
    void survivesEveryDamageOfOneByteOfTheHeader() throws IOException {
        byte[] whole = sample();
        int dataStart = whole.length - 4 * 4 - 8;
        Random random = new Random(7);
        int refused = 0;
        int read = 0;
        for (int position = 0; position < dataStart; position++) {
            for (int damage : new int[] {random.nextInt(1, 256), 1 << random.nextInt(8)}) {
                byte[] damaged = whole.clone();
                damaged[position] ^= (byte) damage;
                Files.write(file, damaged);
                try (TensorFile tensors = Safetensors.read(file)) {
                    INDArray weight = tensors.tensors().get("weight");
                    if (weight != null && weight.dataType() == DataType.FLOAT) {
                        assertThat(weight).isEqualTo(numbers(DataType.FLOAT, 2, 2));
                    }
                    // A name or a type of the same width may have changed, but nothing is lost.
                    assertThat(tensors.tensors().values().stream().mapToLong(INDArray::length))
                            .containsExactly(4L, 1L);
                    read++;
                } catch (WeightFileException e) {
                    assertThat(e).hasMessageStartingWith(file + ": ");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(read).isPositive();
    }

    private byte[] sample() throws IOException {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("weight", numbers(DataType.FLOAT, 2, 2));
        tensors.put("bias", numbers(DataType.DOUBLE, 1));
        Safetensors.write(file, tensors, Map.of("seed", "1"));
        return Files.readAllBytes(file);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(parts);
    }

    private void assertFloats(float... expected) {
        try (TensorFile read = Safetensors.read(file)) {
            INDArray array = read.tensors().get("x");
            assertThat(array.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(array.data().asFloat()).containsExactly(expected);
        }
    }

    private static String tensor(String shape, String offsets) {
        return "{\"x\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private void save(String header, byte[] data) throws IOException {
        saveBytes(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private void saveBytes(byte[] header, byte[] data) throws IOException {
        Files.write(
                file,
                littleEndian(8 + header.length + data.length)
                        .putLong(header.length)
                        .put(header)
                        .put(data)
                        .array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static INDArray numbers(DataType type, long... shape) {
        return Nd4j.arange(Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .castTo(type)
                .reshape(shape);
    }
}
