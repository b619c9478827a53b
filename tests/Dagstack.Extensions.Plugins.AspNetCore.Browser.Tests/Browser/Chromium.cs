namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;

/// <summary>A Chromium that the machine has: the one of <c>DAGSTACK_CHROMIUM</c>, else the first in PATH. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public Chromium() => _browser = new(StartAsync);

    /// <summary>Opens an empty window with a profile of its own; the test is skipped where there is no Chromium.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options)
    {
        Assert.SkipWhen(Program is null, "There is no Chromium in PATH, and DAGSTACK_CHROMIUM names none. See tests/fixtures/Axe.");
        return await (await _browser.Value).NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).DisposeAsync();
            _playwright?.Dispose();
        }
    }

    private static string? Program => Environment.GetEnvironmentVariable("DAGSTACK_CHROMIUM") is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .SelectMany(static folder => s_names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    private async Task<IBrowser> StartAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            Timeout = Visit.PatienceInMilliseconds,
        });
    }
}
