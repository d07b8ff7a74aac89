package org.odenet.models.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads and writes values, best records, as JSON files. Reading is strict: a field too many, too few or twice, or a
 * value of another kind, is an error with its line and column. A file never chooses the class that it becomes.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // Allows no class by name, even where an annotation asks for it.
            .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
            .defaultPrettyPrinter(prettyPrinter())
            .build();

    private Json() {}

    private static DefaultPrettyPrinter prettyPrinter() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return printer;
    }

    /**
     * Writes a value to a file, whole or not at all, indented for people to read.
     *
     * @param file the file to create or replace
     * @param value the value to write
     * @throws IllegalArgumentException if the value has no form in JSON
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Object value) {
        String text;
        try {
            text = format(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A value as JSON, indented for people to read, with a line end.
     *
     * @param value the value
     * @return its text
     * @throws IllegalArgumentException if the value has no form in JSON
     */
    public static String format(Object value) {
        Objects.requireNonNull(value, "value");
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage()
                            + "; use a record of texts, numbers, lists and maps",
                    e);
        }
    }

    /**
     * Reads a value from a text that stands in a file.
     *
     * @param <T> the type of the value
     * @param file the file, for messages
     * @param text the text
     * @param type the class of the value
     * @return the value
     * @throws JsonFileException if the text does not hold such a value
     */
    public static <T> T parse(Path file, String text, Class<T> type) {
        return read(file, new StringReader(text), type);
    }

    /**
     * Reads a value from a file.
     *
     * @param <T> the type of the value
     * @param file the file to read
     * @param type the class of the value
     * @return the value
     * @throws JsonFileException if the file cannot be read or does not hold such a value
     */
    public static <T> T read(Path file, Class<T> type) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(file, reader, type);
        } catch (NoSuchFileException e) {
            throw new JsonFileException(file, "", "there is no such file", "check the path", e);
        } catch (IOException e) {
            throw new JsonFileException(
                    file, "", "reading failed (" + e + ")", "check the permissions and the disk", e);
        }
    }

    private static <T> T read(Path file, Reader reader, Class<T> type) {
        try {
            T value = MAPPER.readValue(reader, type);
            if (value == null) {
                throw new JsonFileException(file, "", "the file holds null", "give it a value", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonFileException(file, place(e), problem(e), remedy(e), e);
        } catch (CharacterCodingException e) {
            throw new JsonFileException(file, "", "the file is not UTF-8 text", "save it in this encoding", e);
        } catch (IOException e) {
            throw new JsonFileException(
                    file, "", "reading failed (" + e + ")", "check the permissions and the disk", e);
        }
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String line =
                location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
        return line + (e instanceof JsonMappingException mapping ? field(mapping) : "");
    }

    private static String field(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : "field " + path + ": ";
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "there is no such field";
        }
        return isMissing(e) ? "it is missing" : e.getOriginalMessage();
    }

    /** Jackson has no exception of its own for it, but names the feature that asks for all fields. */
    private static boolean isMissing(JsonProcessingException e) {
        return e.getOriginalMessage().contains(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES.name());
    }

    private static String remedy(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            TreeSet<String> known = new TreeSet<>();
            unknown.getKnownPropertyIds().forEach(id -> known.add(id.toString()));
            return "remove it, or take one of " + String.join(", ", known);
        }
        if (isMissing(e)) {
            return "add it";
        }
        if (e instanceof JsonMappingException) {
            return "correct this value";
        }
        return "correct the file at this place, or copy it again if it was cut short";
    }
}
