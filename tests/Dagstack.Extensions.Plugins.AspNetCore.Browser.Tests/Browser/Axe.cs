using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;

/// <summary>axe-core, which judges whether everybody can use a page.</summary>
internal static class Axe
{
    private static string? Folder => Environment.GetEnvironmentVariable("DAGSTACK_AXE");

    public static void SkipWhenMissing() => Assert.SkipWhen(string.IsNullOrEmpty(Folder), "DAGSTACK_AXE is not set: axe-core is not installed. See tests/fixtures/Axe.");

    /// <summary>Judges a page by the rules of WCAG 2.2 A and AA, and by what is good practice.</summary>
    /// <returns>What it found, each with its weight, rule and element.</returns>
    public static async Task<IReadOnlyList<string>> JudgeAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Folder!, "node_modules", "axe-core", "axe.min.js")));
        var found = await page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations.flatMap(v => v.nodes.map(n => `${v.impact} ${v.id}: ${n.html} ${n.failureSummary}`)))");
        return JsonSerializer.Deserialize<List<string>>(found)!;
    }
}
