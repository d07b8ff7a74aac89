package org.odenet.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The .npz resources were saved by NumPy 2.4 from formulas that the tests repeat: {@code stored.npz} by {@code savez},
 * {@code deflated.npz} by {@code savez_compressed}, {@code versions.npz} by {@code numpy.lib.format.write_array}.
 */
class NpzReaderTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("arrays.npz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsEveryTypeAsNumPySavedIt(String resource) throws IOException {
        copy(resource);
        try (NpzReader npz = NpzReader.open(file)) {
            assertThat(npz.names())
                    .containsExactly(
                            "float32",
                            "float64",
                            "int32",
                            "int64",
                            "uint8",
                            "fortran",
                            "group/scalar",
                            "empty",
                            "vector");
            assertArray(npz.read("float32"), DataType.FLOAT, new long[] {2, 3}, 0, 0.5, 1, 1.5, 2, 2.5);
            assertArray(npz.read("float64"), DataType.DOUBLE, new long[] {2, 3}, 0, 0.1, 0.2, 3 * 0.1, 0.4, 0.5);
            assertArray(npz.read("int32"), DataType.INT32, new long[] {2, 3}, -3, -2, -1, 0, 1, 2);
            assertThat(npz.read("int64").data().asLong()).containsExactly(offsets(1L << 40, 6));
            assertArray(npz.read("uint8"), DataType.INT32, new long[] {4}, 0, 127, 128, 255);
            assertArray(npz.read("group/scalar"), DataType.FLOAT, new long[0], 2.5);
            assertArray(npz.read("vector"), DataType.INT64, new long[] {1}, 7);
            INDArray empty = npz.read("empty");
            assertThat(empty.isEmpty()).isTrue();
            assertThat(empty.shape()).containsExactly(0, 3);
        }
    }

    @Test
    void turnsColumnMajorArraysIntoRowMajorOnes() throws IOException {
        copy("stored.npz");
        try (NpzReader npz = NpzReader.open(file)) {
            INDArray array = npz.read("fortran");
            assertThat(array.shape()).containsExactly(2, 3, 4);
            assertThat(array.ordering()).isEqualTo('c');
            assertThat(array.data().asLong()).containsExactly(offsets(0, 24));
            assertThat(array.getInt(1, 2, 3)).isEqualTo(23);
        }
    }

    @Test
    void readsTheThreeVersionsAndPassesOverOtherFiles() throws IOException {
        copy("versions.npz");
        try (NpzReader npz = NpzReader.open(file)) {
            assertThat(npz.names()).containsExactly("v1", "v2", "v3");
            for (String name : npz.names()) {
                assertArray(npz.read(name), DataType.FLOAT, new long[] {2, 3}, 0, 1, 2, 3, 4, 5);
            }
        }
    }

    @Test
    void namesTheArraysThatAreThereWhenOneIsMissing() throws IOException {
        copy("versions.npz");
        try (NpzReader npz = NpzReader.open(file)) {
            assertThat(npz.has("v1")).isTrue();
            assertThat(npz.has("v4")).isFalse();
            assertThat(npz.has("notes.txt")).isFalse();
            assertRefused(npz, "v4", "there is no array \"v4\"", "take one of v1, v2, v3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "half, has the element type '<f2'",
        "big-endian, has the element type '>f4'",
        "text, has the element type '<U2'",
        "object, has the element type '|O'",
        "records, describes an array of records",
    })
    void refusesOtherTypesByName(String name, String problem) throws IOException {
        copy("unsupported.npz");
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, name, "array \"" + name + "\": its header " + problem, "of a supported type");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                "{'shape': (2,), 'descr': '<f4', 'fortran_order': False}",
                "{\"descr\":\"<f4\",\"fortran_order\":True,\"shape\":(1,2)}   ",
            })
    void readsEveryFormOfASoundHeader(String header) throws IOException {
        saveArray(npy(header, 8));
        try (NpzReader npz = NpzReader.open(file)) {
            assertThat(npz.read("x").length()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False}            | has the keys [descr, fortran_order] instead of",
                "{'descr': '<f4', 'descr': '<f4'}                    | has the key 'descr' twice",
                "{'descr': '<f4', 'kind': 'c'}                       | has the unknown key 'kind'",
                "{'descr': __import__('os')}                         | needs a quoted text (at character 10)",
                "{'descr': '\\x3cf4'}                                | has an escape in a text",
                "{'descr': '<f4                                      | needs a quoted text",
                "{'fortran_order': 1}                                | needs True or False",
                "{'shape': (2}                                       | needs a comma after the only size",
                "{'shape': (2)}                                      | needs a comma after the only size",
                "{'shape': (2, 3]}                                   | needs ')'",
                "{'shape': (-2,)}                                    | needs a size from 0 to 2^63 - 1 and has ''",
                "{'shape': (9223372036854775808,)}                   | and has '9223372036854775808'",
                "{'shape': [2]}                                      | needs '('",
                "{'descr' '<f4'}                                     | needs ':'",
                "{'descr': '<f4' 'shape': (2,)}                      | needs '}'",
                "['descr']                                           | needs '{'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} 1 | has more after its end",
            })
    void refusesAHeaderOfAnotherForm(String header, String problem) throws IOException {
        saveArray(npy(header, 8));
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "array \"x\": its header ", problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(3,) | its shape [3] of F32 needs 12 bytes, but the file states 8",
                "(1,) | needs 4 bytes, but the file states 8",
                "() | needs 4 bytes, but the file states 8",
                "(4611686018427387904,4) | needs more bytes than a 64-bit number counts",
            })
    void refusesAShapeThatTheDataDoNotFill(String shape, String problem) throws IOException {
        saveArray(npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", 8));
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", problem);
        }
    }

    @Test
    void refusesMoreDimensionsThanTensorsHave() throws IOException {
        saveArray(npy("{'shape': (" + "1,".repeat(33) + ")}", 4));
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "has more than 32 dimensions");
        }
    }

    @Test
    void refusesAnUnknownVersionAHugeHeaderAndOtherContent() throws IOException {
        byte[] version = npy("{}", 0);
        version[6] = 4;
        saveArray(version);
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "its .npy version is 4.0");
        }
        byte[] huge = npy("{}", 0);
        huge[6] = 2;
        saveArray(huge);
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "its header has ", "above the limit of 10000");
        }
        saveArray("a text of more than eight letters".getBytes(StandardCharsets.US_ASCII));
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "it does not begin as a .npy file does");
        }
        saveArray(new byte[3]);
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "it ends within its header", "damaged or cut short");
        }
    }

    /** A size in the list of contents must not make the reader take memory that the file cannot fill. */
    @Test
    void refusesASizeBeyondWhatTheFileCanHold() throws IOException {
        saveArray(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,)}", 4));
        byte[] zip = Files.readAllBytes(file);
        int directoryEntry = find(zip, new byte[] {'P', 'K', 1, 2});
        // Offset 24 of an entry in the directory: the size of the content.
        int size = 4_000_000 + 10 + "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,)}".length();
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(directoryEntry + 24, size);
        Files.write(file, zip);
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "x", "needs 4000000 bytes", "stores the array in", "of its " + zip.length + " bytes");
        }
    }

    @Test
    void refusesDataThatDoNotMatchTheirCheckSum() throws IOException {
        copy("stored.npz");
        byte[] zip = Files.readAllBytes(file);
        int element = find(zip, littleEndian(2.5f));
        zip[element]++;
        Files.write(file, zip);
        try (NpzReader npz = NpzReader.open(file)) {
            assertRefused(npz, "float32", "array \"float32\" cannot be read", "check sum", "copy or save it again");
        }
    }

    @Test
    void refusesFilesThatAreNoZip() throws IOException {
        assertThatThrownBy(() -> NpzReader.open(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessage(file + ": there is no such file; check the path");
        for (String content : new String[] {"", "no zip", "PK\3\4"}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> NpzReader.open(file))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageStartingWith(file + ": not a readable .npz file (")
                    .hasMessageEndingWith("copy or save it again");
        }
    }

    @Test
    void refusesAnArrayThatIsThereTwice() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.putNextEntry(new ZipEntry("y.npy"));
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 'y' && bytes[i + 1] == '.') {
                bytes[i] = 'x';
            }
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> NpzReader.open(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("it holds the array \"x\" twice");
    }

    /** Whatever one byte becomes, an array is refused or read as it was saved. */
    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void survivesDamageOfOneByte(String resource) throws IOException {
        copy(resource);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        int refused = 0;
        for (int position = 0; position < whole.length; position++) {
            byte[] damaged = whole.clone();
            damaged[position] ^= (byte) random.nextInt(1, 256);
            // A new name each time: the JDK may keep the contents list of a zip file by its name and time.
            Path copy = Files.write(directory.resolve("damaged-" + position + ".npz"), damaged);
            try (NpzReader npz = NpzReader.open(copy)) {
                if (npz.has("float64")) {
                    assertArray(
                            npz.read("float64"), DataType.DOUBLE, new long[] {2, 3}, 0, 0.1, 0.2, 3 * 0.1, 0.4, 0.5);
                }
            } catch (WeightFileException e) {
                assertThat(e).hasMessageStartingWith(copy + ": ");
                refused++;
            }
            Files.delete(copy);
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static void assertArray(INDArray array, DataType type, long[] shape, double... values) {
        assertThat(array.dataType()).isEqualTo(type);
        assertThat(array.shape()).isEqualTo(shape);
        assertThat(array.data().asDouble()).containsExactly(values);
        array.close();
    }

    private static void assertRefused(NpzReader npz, String name, String... parts) {
        assertThatThrownBy(() -> npz.read(name))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("arrays.npz: ")
                .hasMessageContainingAll(parts);
    }

    private static long[] offsets(long first, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = first + i;
        }
        return values;
    }

    private void copy(String resource) throws IOException {
        try (InputStream in = NpzReaderTest.class.getResourceAsStream(resource)) {
            Files.copy(in, file);
        }
    }

    private void saveArray(byte[] npy) throws IOException {
        Files.deleteIfExists(file);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy);
        }
    }

    private static byte[] npy(String header, int dataBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.writeBytes(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(new byte[dataBytes]);
        return out.toByteArray();
    }

    private static byte[] littleEndian(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static int find(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
    }
}
