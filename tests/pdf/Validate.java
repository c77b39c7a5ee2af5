// Runs the veraPDF engine over the files that are given: PDF/UA-1 and PDF/A-2a, one line for each rule that is broken.
// Exits with 1 if there is any. A single-file program: `java -cp ENGINE Validate.java FILE…`.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class Validate {
    public static void main(String[] files) {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = files.length > 0;
        for (String file : files) {
            for (String standard : new String[] {"ua1", "2a"}) {
                good &= isValid(file, standard);
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean isValid(String file, String standard) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
        try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, 100, false, false, false)) {
            var result = validator.validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, test.getMessage().replaceAll("\\s+", " "));
                }
            }
            // A file that is checked against nothing is no proof.
            boolean valid = result.isCompliant() && result.getTotalAssertions() > 100;
            System.out.printf("%s %s %s, %d checks%n", valid ? "valid  " : "BROKEN ", standard, file, result.getTotalAssertions());
            broken.forEach((rule, message) -> System.out.printf("    %s: %s%n", rule, message));
            return valid;
        } catch (Exception error) {
            System.out.printf("BROKEN  %s %s: %s%n", standard, file, error);
            return false;
        }
    }
}
