using Dagstack.Extensions.Plugins.Binding;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class ScalarTests
{
    public static TheoryData<string, int, string> Rows()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var source in Sources.All)
        {
            for (var i = 0; i < ScalarRows.All.Length; i++)
            {
                data.Add(source, i, ScalarRows.All[i].ToString());
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Bind_OneValue_GivesItOrSaysWhatIsExpected(string source, int index, string name)
    {
        var row = ScalarRows.All[index];
        var view = Sources.With(source, (row.Key, row.Text)).View();

        var result = OptionsBinder.Bind(typeof(Holder<>).MakeGenericType(row.Type), view);

        if (row.IsError)
        {
            var problem = Assert.Single(result.Problems);
            Assert.False(problem.IsWarning);
            Assert.EndsWith($":{row.Key}", problem.Path, StringComparison.Ordinal);
            Assert.Contains((string)row.Result!, problem.Message, StringComparison.Ordinal);
            Assert.Contains(view.Section.Provider!, problem.Message, StringComparison.Ordinal);
            return;
        }

        Assert.True(result.IsValid, name + string.Concat(result.Problems));
        Assert.Equal(row.Result, result.Value!.GetType().GetProperty("Value")!.GetValue(result.Value));
    }

    [Fact]
    public void Bind_TextThatActsOnATerminal_IsShownEscaped()
    {
        var result = OptionsBinder.Bind(typeof(Holder<int>), Sources.With(Sources.All[0], ("value", "a\u001b[2J")).View());

        Assert.Contains(@"is 'a\u001B[2J' (", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_Table_HasAHundredAtLeast() => Assert.True(ScalarRows.All.Length >= 100);
}
