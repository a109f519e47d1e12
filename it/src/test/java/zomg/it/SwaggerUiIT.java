package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

@ExtendWith(Instance.Shared.class)
class SwaggerUiIT {

    private final Instance zomg;

    SwaggerUiIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void boxes_are_listed_by_trying_it_out() throws IOException {
        String name = zomg.created();
        WebDriver browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                                .usingAnyFreePort()
                                .build(),
                        new ChromeOptions()
                                .setBinary("/usr/bin/chromium")
                                .addArguments(
                                        "--headless=new",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--window-size=1400,2000"));
        try {
            WebDriverWait wait = new WebDriverWait(browser, Duration.ofSeconds(40));
            browser.get(zomg.url() + "/openapi/ui/");

            wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector("button.authorize")))
                    .click();
            wait.until(
                            ExpectedConditions.elementToBeClickable(
                                    By.cssSelector(".auth-container input")))
                    .sendKeys(zomg.token());
            browser.findElement(By.cssSelector(".auth-container button.authorize")).click();
            browser.findElement(By.cssSelector(".auth-container button.btn-done")).click();
            WebElement operation =
                    wait.until(
                            ExpectedConditions.presenceOfElementLocated(
                                    By.cssSelector("[id='operations-Boxes-listBoxes']")));
            operation.findElement(By.cssSelector("button.opblock-summary-control")).click();
            wait.until(
                            ExpectedConditions.elementToBeClickable(
                                    By.cssSelector("button.try-out__btn")))
                    .click();
            WebElement project =
                    wait.until(
                            ExpectedConditions.elementToBeClickable(
                                    By.cssSelector("tr[data-param-name='project'] input")));
            project.clear();
            project.sendKeys("default");
            operation.findElement(By.cssSelector("button.execute")).click();

            By answer = By.cssSelector(".live-responses-table");
            wait.until(ExpectedConditions.textToBePresentInElementLocated(answer, name));
            assertThat(browser.findElement(answer).getText()).contains("200", "running");
        } catch (WebDriverException lost) {
            Files.write(
                    Path.of("target", "swagger-ui.png"),
                    ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
            throw lost;
        } finally {
            browser.quit();
        }
    }
}
