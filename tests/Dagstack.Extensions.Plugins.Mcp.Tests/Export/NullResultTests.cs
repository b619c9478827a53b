using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Results that are null: an error where the contract says that they never are, since strict clients refuse them there.</summary>
public sealed class NullResultTests
{
    [Theory]
    [InlineData("oracle_silent_ask", "The hook 'AskAsync' of 'oracle:silent' returned null, which its contract says it never does.")]
    [InlineData("oracle_silent_ask_all", "The hook 'AskAll' of 'oracle:silent' returned null, which its contract says it never does.")]
    [InlineData("oracle_silent_count", null)]
    [InlineData("oracle_silent_tell", null)]
    public async Task Call_HookThatReturnsNull_IsAnErrorUnlessItsSchemaHasIt(string tool, string? expected)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("oracle:*"), static o => o.AddKind<IOracle>().Add("oracle:silent", new SilentOracle()));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);

        var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { ["question"] = "why" }, cancellationToken: TestContext.Current.CancellationToken);

        if (expected is null)
        {
            Assert.NotEqual(true, result.IsError);
            Assert.Equal("""{"result":null}""", result.StructuredContent!.Value.GetRawText());
            return;
        }

        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        Assert.StartsWith(expected, Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
        Assert.Equal("SerializationError", result.Meta!["dev.dagstack/error"]!["code"]!.GetValue<string>());
    }
}
