package org.odenet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what the project in {@code src/it/consumer} compiles and runs. */
class ReadmeCodeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path CONSUMER = Path.of("src", "it", "consumer");

    @Test
    void theFirstJavaBlockIsCodeOfTheConsumer() throws IOException {
        String main = Files.readString(CONSUMER.resolve("src/main/java/example/Main.java"));

        assertThat(main).containsIgnoringWhitespaces(firstBlock("java"));
    }

    @Test
    void theFirstXmlBlockIsTheDependencyOfTheConsumer() throws IOException {
        String pom = Files.readString(CONSUMER.resolve("pom.xml"))
                .replace("@project.version@", System.getProperty("odenet.version"));

        assertThat(pom).containsIgnoringWhitespaces(firstBlock("xml"));
    }

    private static String firstBlock(String language) throws IOException {
        Matcher block = Pattern.compile("^```" + language + "\\R(.+?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(README));
        assertThat(block.find()).as("%s has a ```%s block", README, language).isTrue();
        return block.group(1);
    }
}
