package example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void runs(@TempDir Path folder) {
        Main.main(new String[] {folder.toString()});

        assertTrue(Files.exists(folder.resolve("weights.safetensors")));
    }
}
