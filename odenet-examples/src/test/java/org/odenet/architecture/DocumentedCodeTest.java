package org.odenet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README and the docs show is what the project in {@code src/it/consumer} compiles and runs. */
class DocumentedCodeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path CONSUMER = Path.of("src", "it", "consumer");

    @Test
    void everyJavaBlockIsCodeOfTheConsumer() throws IOException {
        String code = sources();
        List<String> blocks = new ArrayList<>(blocks(README, "java"));
        for (Path page : files(DOCS)) {
            blocks.addAll(blocks(page, "java"));
        }

        assertThat(blocks).isNotEmpty();
        assertThat(blocks).allSatisfy(block -> assertThat(code).containsIgnoringWhitespaces(block));
    }

    @Test
    void theFirstXmlBlockIsTheDependencyOfTheConsumer() throws IOException {
        String pom = Files.readString(CONSUMER.resolve("pom.xml"))
                .replace("@project.version@", System.getProperty("odenet.version"));

        assertThat(pom).containsIgnoringWhitespaces(blocks(README, "xml").get(0));
    }

    @Test
    void theRegistrationIsThatOfTheConsumer() throws IOException {
        Path page = DOCS.resolve("extending.md");
        String file = "META-INF/services/org.odenet.solvers.MethodProvider";

        assertThat(Files.readString(page)).contains('`' + file + '`');
        assertThat(blocks(page, "text"))
                .containsExactly(Files.readString(CONSUMER.resolve("src/main/resources/" + file)));
    }

    private static String sources() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path source : files(CONSUMER.resolve("src/main/java/example"))) {
            code.append(Files.readString(source));
        }
        return code.toString();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        return Pattern.compile("^```" + language + "\\R(.+?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
