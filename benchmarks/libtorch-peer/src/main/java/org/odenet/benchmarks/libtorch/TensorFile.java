package org.odenet.benchmarks.libtorch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The safetensors files that are exchanged with odenet: float32 tensors and texts. */
record TensorFile(Map<String, Tensor> tensors, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = new JsonMapper();

    /** The tensors belong to the caller, whatever the scope. */
    static TensorFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = (int) bytes.getLong();
        JsonNode header = JSON.readTree(bytes.array(), Long.BYTES, headerLength);
        int dataStart = Long.BYTES + headerLength;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Iterator<String> names = header.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode entry = header.get(name);
            if (name.equals(METADATA)) {
                entry.fields()
                        .forEachRemaining(field ->
                                metadata.put(field.getKey(), field.getValue().asText()));
            } else {
                bytes.position(dataStart + entry.get("data_offsets").get(0).asInt());
                tensors.put(name, tensor(bytes, JSON.convertValue(entry.get("shape"), long[].class)));
            }
        }
        return new TensorFile(tensors, metadata);
    }

    private static Tensor tensor(ByteBuffer bytes, long[] shape) {
        Tensor tensor = torch.empty(shape);
        float[] values = new float[(int) tensor.numel()];
        bytes.asFloatBuffer().get(values);
        new FloatPointer(tensor.mutable_data_ptr()).put(values);
        tensor.retainReference();
        return tensor;
    }

    static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long position = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = position + Float.BYTES * entry.getValue().numel();
            header.putObject(entry.getKey())
                    .put("dtype", "F32")
                    .putPOJO("shape", shape(entry.getValue()))
                    .putPOJO("data_offsets", new long[] {position, end});
            position = end;
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(littleEndian(Long.BYTES).putLong(json.length).array());
            out.write(json);
            for (Tensor tensor : tensors.values()) {
                out.write(bytes(tensor));
            }
        }
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] shape(Tensor tensor) {
        LongArrayRef sizes = tensor.sizes();
        long[] shape = new long[(int) sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return shape;
    }

    private static byte[] bytes(Tensor tensor) {
        Tensor plain = tensor.detach().contiguous();
        float[] values = new float[(int) plain.numel()];
        new FloatPointer(plain.const_data_ptr()).get(values);
        ByteBuffer bytes = littleEndian(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
