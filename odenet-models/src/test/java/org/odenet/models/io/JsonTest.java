package org.odenet.models.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    record Epoch(int number, double loss, List<Double> rates) {}

    record Run(String name, Epoch last, Map<String, String> options) {}

    record Checked(int epochs) {
        Checked {
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be at least 1 but is " + epochs);
            }
        }
    }

    record Anything(Object value) {}

    record Chosen(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

    static final class Unprintable {
        public int getValue() {
            throw new IllegalStateException("not ready");
        }
    }

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("run.json");
    }

    @Test
    void readsBackWhatItWrote() {
        Run run = new Run("é", new Epoch(3, Double.NaN, List.of(0.1, 1e-300)), Map.of("tol", "1e-3"));
        Json.write(file, run);
        assertThat(Json.read(file, Run.class)).isEqualTo(run);
    }

    @Test
    void writesForPeopleToRead() {
        Json.write(file, new Epoch(1, 0.5, List.of()));
        assertThat(file).hasContent("{\n  \"number\" : 1,\n  \"loss\" : 0.5,\n  \"rates\" : [ ]\n}\n");
    }

    @Test
    void leavesTheOldFileWhenTheValueCannotBeWritten() throws IOException {
        Files.writeString(file, "old");
        assertThatThrownBy(() -> Json.write(file, new Unprintable()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Unprintable cannot be written as JSON")
                .hasMessageContaining("not ready")
                .hasMessageContaining("use a record");
        assertThat(file).hasContent("old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`number`:1,\\n `loss`:2,`rates`:[],`lr`:3} | line 2, column | field lr: there is no such field"
                        + " | remove it, or take one of loss, number, rates",
                "{`number`:1,`loss`:2}                       | line 1, column | field rates: it is missing | add it",
                "{`number`:1,`number`:1}                     | line 1, column | Duplicate field 'number' | correct",
                "{`number`:1.5,`loss`:2,`rates`:[]}          | line 1, column | field number: | correct this value",
                "{`number`:`1`,`loss`:2,`rates`:[]}          | line 1, column | field number: | correct this value",
                "{`number`:null,`loss`:2,`rates`:[]}         | line 1, column | field number: | correct this value",
                "{`number`:1,`loss`:2,`rates`:[0,`a`]}       | line 1, column | field rates.[1]: | correct this value",
                "{`number`:1,`loss`:2,`rates`:[]}\\n{}       | line 2, column | Trailing token | correct this value",
                "{`number`:1,\\n`loss`:                      | line 2, column | Unexpected end-of-input | cut short",
                "{number:1}                                  | line 1, column | Unexpected character ('n' | correct",
                "[1]                                         | line 1, column | Cannot deserialize | correct this value",
            })
    void refusesAnotherForm(String text, String place, String problem, String remedy) throws IOException {
        Files.writeString(file, text.replace('`', '"').replace("\\n", "\n"));
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageStartingWith(file + ": " + place)
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    @Test
    void passesOnWhatARecordRefuses() throws IOException {
        Files.writeString(file, "{\"epochs\":0}");
        assertThatThrownBy(() -> Json.read(file, Checked.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("line 1, column")
                .hasMessageContaining("epochs must be at least 1 but is 0");
    }

    @Test
    void refusesEmptyNullMissingAndForeignFiles() throws IOException {
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessage(file + ": there is no such file; check the path");
        Files.writeString(file, "");
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("No content");
        Files.writeString(file, "null");
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("the file holds null");
        Files.write(file, "{\"number\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("not UTF-8 text");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> Json.read(file, Epoch.class))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining("reading failed");
    }

    @Test
    void neverMakesAClassThatAFileNames() throws IOException {
        Files.writeString(file, "{\"value\":{\"@class\":\"java.io.File\",\"path\":\"x\"}}");
        assertThat(Json.read(file, Anything.class).value()).isEqualTo(Map.of("@class", "java.io.File", "path", "x"));

        Files.writeString(file, "{\"value\":[\"java.util.ArrayList\",[]]}");
        assertThat(Json.read(file, Anything.class).value()).isEqualTo(List.of("java.util.ArrayList", List.of()));

        Files.writeString(file, "{\"value\":{\"@class\":\"java.util.HashMap\"}}");
        assertThatThrownBy(() -> Json.read(file, Chosen.class)).isInstanceOf(JsonFileException.class);
    }
}
