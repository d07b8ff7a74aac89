package org.odenet.models.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.KernelProviders;

/**
 * How a result came about: enough to run it again and to judge its timings.
 *
 * @param productVersion the version of this library
 * @param seed the seed of all randomness of the run
 * @param time when the run began, in UTC, as ISO 8601
 * @param javaVersion the version of the Java runtime
 * @param operatingSystem name and version of the operating system
 * @param architecture the processor architecture
 * @param processors the processors that the Java runtime may use
 * @param nd4jVersion the version of ND4J
 * @param nd4jBackend the name of ND4J's backend
 * @param kernels the name of the kernels that serve
 * @param options the options of the run by name, defaults included
 */
public record Provenance(
        String productVersion,
        long seed,
        String time,
        String javaVersion,
        String operatingSystem,
        String architecture,
        int processors,
        String nd4jVersion,
        String nd4jBackend,
        String kernels,
        Map<String, String> options) {

    private static final String PRODUCT_PROPERTIES = "/org/odenet/models/io/product.properties";
    private static final String ND4J_PROPERTIES = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    /**
     * Checks that nothing is missing and keeps an unmodifiable copy of the options.
     *
     * @param productVersion the version of this library
     * @param seed the seed of all randomness of the run
     * @param time when the run began, in UTC, as ISO 8601
     * @param javaVersion the version of the Java runtime
     * @param operatingSystem name and version of the operating system
     * @param architecture the processor architecture
     * @param processors the processors that the Java runtime may use
     * @param nd4jVersion the version of ND4J
     * @param nd4jBackend the name of ND4J's backend
     * @param kernels the name of the kernels that serve
     * @param options the options of the run by name
     */
    public Provenance {
        Objects.requireNonNull(productVersion, "productVersion");
        Instant.parse(time);
        Objects.requireNonNull(javaVersion, "javaVersion");
        Objects.requireNonNull(operatingSystem, "operatingSystem");
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(nd4jVersion, "nd4jVersion");
        Objects.requireNonNull(nd4jBackend, "nd4jBackend");
        Objects.requireNonNull(kernels, "kernels");
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Describes a run that begins now, in this process.
     *
     * @param seed the seed of all randomness of the run
     * @param options the options of the run by name, defaults included
     * @return the description
     */
    public static Provenance capture(long seed, Map<String, String> options) {
        return new Provenance(
                version(Provenance.class, PRODUCT_PROPERTIES),
                seed,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                version(Nd4j.class, ND4J_PROPERTIES),
                Nd4j.getBackend().getClass().getSimpleName(),
                KernelProviders.select().name(),
                options);
    }

    /** A jar that was repackaged may lack the file; a run must not fail for that. */
    private static String version(Class<?> owner, String resource) {
        Properties properties = new Properties();
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": could not be read from the class path", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
