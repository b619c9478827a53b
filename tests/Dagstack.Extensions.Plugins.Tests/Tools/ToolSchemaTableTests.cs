using System.Text.Json;
using Dagstack.Extensions.Plugins.Schemas;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>What fits which schema, here and by another validator.</summary>
public sealed class ToolSchemaTableTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, SchemaRows.All.Length)];

    public static TheoryData<int> CrossRows => [.. Enumerable.Range(0, SchemaRows.All.Length).Where(static index => SchemaRows.All[index].Cross)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Check_Row_FitsOrSaysWhyNot(int index)
    {
        var row = SchemaRows.All[index];
        var schema = CompiledSchema.Compile(JsonElement.Parse(row.SchemaText));
        Assert.Empty(schema.Problems);
        foreach (var (text, fits) in row.Values)
        {
            var findings = schema.Check(JsonElement.Parse(text));
            Assert.True(fits == findings.Fits, $"{text} against {row.SchemaText}: {string.Join("; ", findings.Problems)}");
            Assert.Equal(findings.Count, findings.Problems.Count);
            Assert.All(findings.Problems, static problem => Assert.Matches("[.?]$", problem.Message));
        }
    }

    [Theory]
    [MemberData(nameof(CrossRows))]
    public async Task Table_Row_IsSeenTheSameWayByAnotherValidator(int index)
    {
        var row = SchemaRows.All[index];
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(row.SchemaText, TestContext.Current.CancellationToken);
        foreach (var (text, fits) in row.Values)
        {
            var errors = schema.Validate(text);
            Assert.True(fits == (errors.Count == 0), $"{text} against {row.SchemaText}: {string.Join("; ", errors)}");
        }
    }

    [Fact]
    public void Table_Cases_AreMoreThanAHundredHereAndThere()
    {
        Assert.True(SchemaRows.All.Sum(static row => row.Values.Count()) > 300);
        Assert.True(SchemaRows.All.Where(static row => row.Cross).Sum(static row => row.Values.Count()) > 150);
    }
}
