using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>docs/mistakes.md has what users see of each mistake, word for word. DAGSTACK_WRITE_DOCS=1 writes it anew.</summary>
public sealed class MistakeTests
{
    private const string Begin = "<!-- at the start and in calls -->\n";
    private const string End = "<!-- end -->";

    private static readonly string s_file = Path.Combine(Repository.Root, "docs", "mistakes.md");

    [Fact]
    public async Task Mistakes_OfThePage_AreSaidAsItSays()
    {
        var section = new System.Text.StringBuilder();
        foreach (var (mistake, make) in Mistakes.All)
        {
            section.Append("**").Append(char.ToUpperInvariant(mistake[0])).Append(mistake[1..]).Append("**\n\n```text\n").Append(await make()).Append("\n```\n\n");
        }

        var page = (await File.ReadAllTextAsync(s_file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(s_file, page[..begin] + "\n" + section + page[end..], TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(page[begin..end].Trim(), section.ToString().Trim());
    }

    [Fact]
    public async Task Mistakes_Messages_SayWhereAndWhatToDo()
    {
        Assert.True(Mistakes.All.Count >= 40);
        foreach (var (mistake, make) in Mistakes.All)
        {
            var said = await make();

            // What went wrong is a sentence, what to do is another.
            Assert.True(said.Count(static c => c == '.') >= 2 && said.Length > 60, $"{mistake}: {said}");
        }
    }
}
