package org.odenet.models;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.odenet.models.verification.ReferenceVerification;

class TmpVerify {
    @Test
    void run() {
        long t0 = System.nanoTime();
        var r = ReferenceVerification.verify(
                Path.of(System.getProperty("ref")),
                c -> System.out.printf("%.1f %s%n", (System.nanoTime() - t0) / 1e9, c));
        System.out.println(r.table());
    }
}
