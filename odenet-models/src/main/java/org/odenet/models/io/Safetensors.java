package org.odenet.models.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.io.SafetensorsHeader.Entry;

/**
 * Reads and writes tensors in the safetensors format: the length of the header as 8 bytes, the header in JSON, then the
 * elements, all little-endian and row-major. Nothing in such a file is ever executed.
 *
 * <p>Written are float and double tensors (F32, F64). Read are also F16 and BF16, widened to float, and the integers
 * I32 and I64.
 *
 * <p>Source: the format section of the project's page, https://github.com/huggingface/safetensors.
 */
public final class Safetensors {

    /** The format's own limit, so that a damaged length cannot ask for all memory. */
    static final int MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private Safetensors() {}

    /**
     * Writes tensors to a file, whole or not at all.
     *
     * @param file the file to create or replace
     * @param tensors float or double tensors by name, of any order and strides; the file keeps the map's order
     * @param metadata free text by key
     * @throws WeightFileException if a tensor or the metadata cannot be stored in the format
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata) {
        Map<String, Entry> entries = layOut(file, tensors);
        byte[] header = header(file, entries, metadata);
        AtomicFiles.write(file, out -> {
            out.write(ByteBuffer.allocate(LENGTH_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (String name : inDataOrder(entries)) {
                TensorData.write(tensors.get(name), entries.get(name).type(), out);
            }
        });
    }

    /**
     * Reads all tensors of a file.
     *
     * @param file the file to read
     * @return the tensors, row-major, and the metadata; close it to free the tensors' memory
     * @throws WeightFileException if the file cannot be read or is not sound
     */
    public static TensorFile read(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            InputStream in = Channels.newInputStream(channel);
            byte[] bytes = readHeader(file, in, channel.size());
            SafetensorsHeader header = SafetensorsHeaderParser.parse(file, bytes);
            long dataStart = LENGTH_BYTES + (long) bytes.length;
            header.checkLayout(file, channel.size() - dataStart);
            return new TensorFile(readTensors(channel, in, header, dataStart), header.metadata());
        } catch (NoSuchFileException e) {
            throw new WeightFileException(file, "there is no such file", "check the path", e);
        } catch (EOFException e) {
            throw new WeightFileException(file, "the file became shorter while it was read", "read it again", e);
        } catch (IOException e) {
            throw new WeightFileException(file, "reading failed (" + e + ")", "check the permissions and the disk", e);
        }
    }

    private static byte[] readHeader(Path file, InputStream in, long fileLength) throws IOException {
        if (fileLength < LENGTH_BYTES) {
            throw SafetensorsHeader.damaged(
                    file,
                    "the file has " + fileLength + " bytes, fewer than the " + LENGTH_BYTES + " of the header length");
        }
        long length = ByteBuffer.wrap(readFully(in, LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long most = Math.min(MAX_HEADER_BYTES, fileLength - LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw SafetensorsHeader.damaged(
                    file,
                    "the header length is " + Long.toUnsignedString(length) + ", but at most " + most
                            + " bytes are possible in a file of " + fileLength + " bytes");
        }
        return readFully(in, (int) length);
    }

    private static byte[] readFully(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static Map<String, INDArray> readTensors(
            SeekableByteChannel channel, InputStream in, SafetensorsHeader header, long dataStart) throws IOException {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Entry> next : header.tensors().entrySet()) {
                Entry entry = next.getValue();
                channel.position(dataStart + entry.begin());
                tensors.put(next.getKey(), TensorData.read(in, entry.type(), entry.shape(), 'c'));
            }
        } catch (IOException | RuntimeException e) {
            tensors.values().forEach(INDArray::close);
            throw e;
        }
        return tensors;
    }

    /** Gives each tensor its place in the data. */
    private static Map<String, Entry> layOut(Path file, Map<String, INDArray> tensors) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        tensors.forEach((name, array) -> entries.put(name, unplaced(file, name, array)));
        long position = 0;
        for (String name : inDataOrder(entries)) {
            Entry entry = entries.get(name);
            long end = position + entry.type().byteCount(entry.shape());
            entries.put(name, new Entry(entry.type(), entry.shape(), position, end));
            position = end;
        }
        return entries;
    }

    private static Entry unplaced(Path file, String name, INDArray array) {
        String tensor = SafetensorsHeader.quoted(name);
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new WeightFileException(file, tensor + " has a name that the format reserves", "rename the tensor");
        }
        if (array.isEmpty() && array.rank() == 0) {
            throw new WeightFileException(
                    file, tensor + " is empty and has no shape", "leave it out or give it a shape with a 0");
        }
        ElementType type =
                switch (array.dataType()) {
                    case FLOAT -> ElementType.F32;
                    case DOUBLE -> ElementType.F64;
                    default -> throw new WeightFileException(
                            file,
                            tensor + " has the type " + array.dataType() + "; only FLOAT and DOUBLE are written",
                            "cast it with castTo(DataType.FLOAT)");
                };
        return new Entry(type, array.shape(), 0, 0);
    }

    /** Wide elements first, so that every tensor lies aligned for readers that map the file into memory. */
    private static List<String> inDataOrder(Map<String, Entry> entries) {
        return entries.keySet().stream()
                .sorted(Comparator.comparing(name -> -entries.get(name).type().bytes()))
                .toList();
    }

    private static byte[] header(Path file, Map<String, Entry> entries, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            metadata.forEach((key, value) -> requireText(file, key, value));
            header.put(SafetensorsHeader.METADATA, metadata);
        }
        entries.forEach((name, entry) -> header.put(name, fields(entry)));
        byte[] json = toJson(file, header);
        int aligned = (json.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
        if (aligned > MAX_HEADER_BYTES) {
            throw new WeightFileException(
                    file,
                    "the header would have " + aligned + " bytes, above the format's limit of " + MAX_HEADER_BYTES,
                    "shorten the metadata or the tensor names");
        }
        byte[] padded = Arrays.copyOf(json, aligned);
        Arrays.fill(padded, json.length, aligned, (byte) ' ');
        return padded;
    }

    private static Map<String, Object> fields(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(SafetensorsHeader.DTYPE, entry.type().name());
        fields.put(SafetensorsHeader.SHAPE, entry.shape());
        fields.put(SafetensorsHeader.DATA_OFFSETS, new long[] {entry.begin(), entry.end()});
        return fields;
    }

    private static void requireText(Path file, String key, String value) {
        if (value == null) {
            throw new WeightFileException(
                    file, "the metadata has no value for \"" + key + "\"", "give it a text or leave the key out");
        }
    }

    private static byte[] toJson(Path file, Map<String, Object> header) {
        try {
            CharBuffer text = CharBuffer.wrap(JSON.writeValueAsString(header));
            // Strict, unlike Jackson's own encoder, which lets lone surrogates pass.
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(text);
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new WeightFileException(
                    file, "a name or the metadata is not valid text (" + e + ")", "remove lone surrogates from it", e);
        }
    }
}
