package org.odenet.examples;

import java.util.Map;
import org.odenet.models.io.Provenance;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ProductVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Provenance here = Provenance.capture(0, Map.of());
        return new String[] {
            "odenet " + here.productVersion(), "ND4J " + here.nd4jVersion() + ", Java " + here.javaVersion()
        };
    }
}
