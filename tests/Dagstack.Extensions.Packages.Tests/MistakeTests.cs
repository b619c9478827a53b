using System.Text.RegularExpressions;
using Dagstack.Extensions.Tests.Docs;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>docs/mistakes.md has what users see of each mistake in the build, word for word.</summary>
public sealed partial class MistakeTests(PackageFeed feed) : IDisposable
{
    private readonly UserRepository _repository = new(feed);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Mistakes_OfThePage_AreSaidAsItSays()
    {
        Assert.True(BuildMistakes.All.Count >= 13);
        foreach (var (index, mistake) in BuildMistakes.All.Index())
        {
            foreach (var (path, text) in mistake.Files)
            {
                _repository.Write($"{index}/{path}", text);
            }
        }

        _repository.Write("All.proj", Traversal());
        var build = await _repository.DotnetAsync("build", "All.proj", "--nologo");

        Assert.NotEqual(0, build.ExitCode);
        var said = BuildMistakes.All.Select((mistake, index) => (mistake.Title, Said: SaidOf(build, index))).ToList();
        Assert.All(said, static entry => MistakePart.AssertSaysWhatToDo(entry.Title, entry.Said));
        new MistakePart(Repository.Root, "in the build").Check(said);
    }

    /// <summary>All of it is said in one build, of which no project has to succeed. What restores knows nothing of publishing.</summary>
    private static string Traversal() => $"""
        <Project DefaultTargets="Build">
          <ItemGroup>
            {string.Concat(BuildMistakes.All.Select(static (mistake, index) => $"""<Restored Include="{index}/{mistake.Project}" /><Built Include="{index}/{mistake.Project}" AdditionalProperties="{mistake.Properties}" />"""))}
          </ItemGroup>
          <Target Name="Restore"><MSBuild Projects="@(Restored)" Targets="Restore" BuildInParallel="true" /></Target>
          <Target Name="Build"><MSBuild Projects="@(Built)" BuildInParallel="true" ContinueOnError="ErrorAndContinue" /></Target>
        </Project>
        """;

    // A line may end with the project in brackets, and comes again in the summary.
    private string SaidOf(ProcessResult build, int index)
    {
        var folder = _repository.Combine($"{index}/").Replace('\\', '/');
        var lines = build.Lines.Select(static line => line.Replace('\\', '/'))
            .Where(line => line.StartsWith(folder, StringComparison.Ordinal) && line.Contains(" DSP", StringComparison.Ordinal))
            .Select(line => ProjectAtEnd().Replace(line, string.Empty).Replace(folder, string.Empty, StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.True(lines.Count == 1, $"{BuildMistakes.All[index].Title}: {lines.Count} messages\n{build.Output}");
        return lines[0];
    }

    [GeneratedRegex(@" \[[^\]]+proj(::[^\]]*)?\]$")]
    private static partial Regex ProjectAtEnd();
}
