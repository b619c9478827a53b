using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>docs/api.md names every public type and member. DAGSTACK_WRITE_DOCS=1 writes it anew.</summary>
public sealed class ApiPageTests
{
    [Fact]
    public async Task Page_OfThePublicApi_IsThatOfTheCode()
    {
        var file = Path.Combine(Repository.Root, "docs", "api.md");
        var expected = ApiPage.Write();
        if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), expected);
        Assert.True(expected.Split("\n| `").Length > 150);
    }
}
