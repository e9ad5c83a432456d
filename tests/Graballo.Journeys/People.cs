using System.Globalization;
using System.Resources;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Graballo.Journeys;

/// <summary>The browser of a test: real Chromium, one context a person.</summary>
public sealed class People : IAsyncDisposable
{
    private static readonly ResourceManager Texts = new("Graballo.Designer.Resources.Texts", typeof(Designer.App).Assembly);
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly DeskServer _server;
    private readonly CultureInfo _culture;

    private People(IPlaywright playwright, IBrowser browser, DeskServer server, string culture) =>
        (_playwright, _browser, _server, _culture) = (playwright, browser, server, CultureInfo.GetCultureInfo(culture));

    public static async Task<People> Meet(DeskServer server, string culture)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        return new People(playwright, browser, server, culture);
    }

    /// <summary>The words of the screens in the language of this test.</summary>
    public string T(string key, params object[] args) => string.Format(_culture, Texts.GetString(key, _culture) ?? throw new ArgumentException($"No text '{key}'."), args);

    /// <summary>A person with a browser of his own, not signed in.</summary>
    public async Task<IPage> Somebody(int width = 1280, int height = 800)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _server.Address,
            Locale = _culture.Name,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => throw new InvalidOperationException("Script error on " + page.Url + ": " + error);
        return page;
    }

    /// <summary>A person who has signed in.</summary>
    public async Task<IPage> SignedIn(string email, string path = "/")
    {
        var page = await Somebody();
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await page.FillAsync("#user", email);
        await page.FillAsync("#password", "graballo-demo");
        await page.GetByRole(AriaRole.Button, new() { Name = T("SignIn.Enter"), Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    /// <summary>No serious or critical finding of axe on the page as it stands.</summary>
    public static async Task LooksAccessible(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{page.Url}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .Should().BeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
