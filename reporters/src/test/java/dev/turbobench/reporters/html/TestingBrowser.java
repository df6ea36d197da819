package dev.turbobench.reporters.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with one page open. */
final class TestingBrowser implements AutoCloseable {

    /** Long enough for a machine that does much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private TestingBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Start a browser. Without one the test is skipped, but on the machine that decides about changes it fails. */
    static TestingBrowser start() {
        Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> server = program("chromedriver");
        if (browser.isEmpty() || server.isEmpty()) {
            String reason = "pages are not tested in a browser: chromium and chromedriver are not both on the PATH";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(reason);
            }
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.setCapability("goog:loggingPrefs", logs);
        // Without the sandbox, because root has none; the pages are ours.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        options.addArguments("--hide-scrollbars", "--force-device-scale-factor=1", "--no-first-run");
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(server.orElseThrow().toFile())
                        .withTimeout(PATIENCE)
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
        return new TestingBrowser(driver);
    }

    private static Optional<Path> program(String... names) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Open a page as if it was opened for the first time, in a window of a size. */
    void open(Path file, int width, int height) {
        media("screen", "light");
        size(width, height);
        console();
        requests();
        driver.get(file.toUri().toString());
    }

    void size(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void media(String media, String scheme) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    Map<String, Object> cdp(String command, Map<String, Object> arguments) {
        return driver.executeCdpCommand(command, arguments);
    }

    /** What the page and its scripts complained about since it was opened. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What the browser wanted to load since the page was opened, the page included. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .toList();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object asyncScript(String script) {
        return driver.executeAsyncScript(script);
    }

    long number(String script) {
        return ((Number) script("return " + script)).longValue();
    }

    boolean truth(String script) {
        return (Boolean) script("return " + script);
    }

    /** The texts of all elements that a selector finds. */
    List<String> texts(String selector) {
        return ((List<?>) script(
                        "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector))
                .stream().map(String::valueOf).toList();
    }

    WebElement one(String selector) {
        List<WebElement> found = driver.findElements(By.cssSelector(selector));
        assertThat(found).describedAs(selector).isNotEmpty();
        return found.get(0);
    }

    /** Click without caring what covers the element; nothing does for a reader who scrolls. */
    void click(String selector) {
        script("arguments[0].click()", one(selector));
    }

    /** Choose an option as a reader does. */
    void choose(String selector, String text) {
        script(
                "const s = arguments[0]; s.value = [...s.options].find((o) => o.text === arguments[1]).value;"
                        + "s.dispatchEvent(new Event('change'))",
                one(selector),
                text);
    }

    /** A picture of the whole page, as PNG in Base64. */
    String picture(int width, int height) {
        return (String) cdp(
                        "Page.captureScreenshot",
                        Map.of(
                                "format",
                                "png",
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
                .get("data");
    }

    ChromeDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
