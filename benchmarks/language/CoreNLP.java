import edu.stanford.nlp.pipeline.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** Parses every file of a folder with CoreNLP's defaults and prints files, words, seconds and seconds of processor time; the first file warms up. */
public class CoreNLP {
    public static void main(String[] args) throws Exception {
        Properties p = new Properties();
        p.setProperty("annotators", "tokenize,ssplit,pos,lemma,ner,depparse");
        p.setProperty("ner.applyFineGrained", "false");
        p.setProperty("ner.useSUTime", "false");
        p.setProperty("ner.applyNumericClassifiers", "false");
        p.setProperty("threads", "1");
        StanfordCoreNLP nlp = new StanfordCoreNLP(p);
        List<String> texts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Paths.get(args[0]), "*.txt")) {
            List<Path> sorted = new ArrayList<>();
            files.forEach(sorted::add);
            Collections.sort(sorted);
            for (Path f : sorted) texts.add(new String(Files.readAllBytes(f), StandardCharsets.UTF_8));
        }
        nlp.process(texts.get(0));
        com.sun.management.OperatingSystemMXBean os = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        long start = System.nanoTime(), cpu = os.getProcessCpuTime();
        long words = 0;
        for (String t : texts) words += nlp.processToCoreDocument(t).tokens().size();
        System.out.printf(Locale.ROOT, "%d %d %.3f %.3f%n", texts.size(), words, (System.nanoTime() - start) / 1e9, (os.getProcessCpuTime() - cpu) / 1e9);
    }
}
