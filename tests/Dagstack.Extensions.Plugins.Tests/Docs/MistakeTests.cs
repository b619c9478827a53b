using Dagstack.Extensions.Tests.Docs;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>docs/mistakes.md has what users see of each mistake at the start and in calls, word for word.</summary>
public sealed class MistakeTests
{
    [Fact]
    public async Task Mistakes_OfThePage_AreSaidAsItSays()
    {
        Assert.True(Mistakes.All.Count >= 40);
        var said = new List<(string, string)>();
        foreach (var (mistake, make) in Mistakes.All)
        {
            said.Add((mistake, await make()));
        }

        new MistakePart(Repository.Root, "at the start and in calls").Check(said);
    }

    [Fact]
    public async Task Mistakes_Messages_SayWhereAndWhatToDo()
    {
        foreach (var (mistake, make) in Mistakes.All)
        {
            var said = await make();

            // What went wrong is a sentence, what to do is another.
            Assert.True(said.Count(static c => c == '.') >= 2 && said.Length > 60, $"{mistake}: {said}");
        }
    }
}
