using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;

/// <summary>A visit of the pages: what a person sees and does, and what no visit may meet, whatever it is about.</summary>
internal sealed class Visit
{
    public const float PatienceInMilliseconds = 60_000;

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Uri _origin;

    private Visit(Uri origin) => _origin = origin;

    /// <summary>Opens a page and does something there. Then nothing may have offended the policy of the page, no script may have failed, and nothing may have been asked of another server.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="address">The page.</param>
    /// <param name="visit">What is done.</param>
    /// <param name="options">How the window is.</param>
    public static async Task MakeAsync(Chromium chromium, Uri address, Func<IPage, Task> visit, BrowserNewContextOptions? options = null)
    {
        var made = new Visit(address);
        await using var context = await chromium.OpenAsync(options);
        context.SetDefaultTimeout(PatienceInMilliseconds);
        Assertions.SetDefaultExpectTimeout(PatienceInMilliseconds);
        made.Watch(context);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await visit(page);
        Assert.Empty(made._faults);
    }

    private void Watch(IBrowserContext context)
    {
        context.Request += (_, request) => NoteIf(!IsHere(request.Url), $"A request left: {request.Url}");
        context.WebError += (_, error) => _faults.Enqueue($"The script failed: {error.Error}");
        context.Dialog += (_, dialog) => _faults.Enqueue($"A dialog: {dialog.Message}");
        context.Console += (_, message) => NoteIf(message.Text.Contains("Content Security Policy", StringComparison.Ordinal) || message.Text.Contains("Refused to", StringComparison.Ordinal), message.Text);
    }

    private bool IsHere(string url) => url.StartsWith("data:", StringComparison.Ordinal) || new Uri(url).Authority == _origin.Authority;

    private void NoteIf(bool isFault, string fault)
    {
        if (isFault)
        {
            _faults.Enqueue(fault);
        }
    }
}
