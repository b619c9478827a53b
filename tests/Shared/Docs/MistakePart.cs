using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Dagstack.Extensions.Tests.Docs;

/// <summary>A part of docs/mistakes.md: mistakes, and what is said of each, word for word. DAGSTACK_WRITE_DOCS=1 writes it anew.</summary>
/// <param name="repository">Where the repository is.</param>
/// <param name="name">The heading of the part in small letters, which its markers have too.</param>
internal sealed partial class MistakePart(string repository, string name)
{
    private static readonly Lock s_writing = new();

    private readonly string _file = Path.Combine(repository, "docs", "mistakes.md");
    private readonly string _begin = $"<!-- {name} -->\n";
    private readonly string _end = $"<!-- end of {name} -->";

    /// <summary>Compares the part with what was said, or writes it: it has these mistakes in this order, and no others.</summary>
    /// <param name="said">Each mistake in words, and what was said of it.</param>
    public void Check(IEnumerable<(string Mistake, string Said)> said)
    {
        var made = string.Concat(said.Select(static entry => $"**{char.ToUpperInvariant(entry.Mistake[0])}{entry.Mistake[1..]}**\n\n```text\n{entry.Said}\n```\n\n"));
        lock (s_writing)
        {
            var page = File.ReadAllText(_file).ReplaceLineEndings("\n");
            var (begin, end) = (page.IndexOf(_begin, StringComparison.Ordinal) + _begin.Length, page.IndexOf(_end, StringComparison.Ordinal));
            Assert.True(begin >= _begin.Length && end >= begin, $"docs/mistakes.md has no part between '{_begin.Trim()}' and '{_end}'. Write these two lines where it is to be.");
            if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
            {
                File.WriteAllText(_file, page[..begin] + "\n" + made + page[end..]);
                return;
            }

            Assert.Equal(page[begin..end].Trim(), made.Trim());
        }
    }

    /// <summary>What went wrong is a sentence, what to do is another.</summary>
    public static void AssertSaysWhatToDo(string mistake, string said) => Assert.True(SentenceEnd().Count(said) >= 2 && said.Length > 60, $"{mistake}: {said}");

    [GeneratedRegex(@"[.?](?=\s|$)")]
    private static partial Regex SentenceEnd();
}
