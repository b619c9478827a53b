using Dagstack.Extensions.Tests.Docs;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>docs/mistakes.md has what users see of each mistake while typing and compiling, word for word.</summary>
public sealed class MistakeTests
{
    [Fact]
    public async Task Mistakes_OfThePage_AreSaidAsItSays()
    {
        var said = new List<(string, string)>();
        foreach (var mistake in Mistakes.All)
        {
            said.Add((mistake.Title, await mistake.MakeAsync()));
        }

        new MistakePart(Folders.Repository, "while typing and compiling").Check(said);
    }

    [Fact]
    public async Task Mistakes_Messages_SayWhatToDo()
    {
        Assert.True(Mistakes.All.Count >= 25);
        foreach (var mistake in Mistakes.All)
        {
            await mistake.AssertSaysWhatToDoAsync();
        }
    }
}
