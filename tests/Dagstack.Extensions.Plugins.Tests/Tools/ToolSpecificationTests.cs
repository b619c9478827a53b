using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>The schemas of the kind <c>tool</c> are those of its public specification.</summary>
public sealed class ToolSpecificationTests
{
    private const string Variable = "DAGSTACK_PLUGIN_SPEC_DIR";

    [Theory]
    [InlineData("get_schema", "empty.json", "get_schema.output.json")]
    [InlineData("execute", "execute.input.json", "execute.output.json")]
    public void ContractSchemas_OfTheKind_AreThosePublished(string hook, string input, string output)
    {
        var codec = Codec(hook);

        AssertSame(input, codec.ContractInputSchema.GetRawText());
        AssertSame(output, codec.ContractOutputSchema!.Value.GetRawText());
    }

    [Fact]
    public void Contract_OfTheKind_IsAsPublished()
    {
        var specification = File.ReadAllText(Path.Combine(Root(), "v1.yaml"));
        var contract = PluginContracts.FindAll()["tool"];

        Assert.Contains($"kind_api_version: \"{contract.ApiVersion}\"", specification, StringComparison.Ordinal);
        Assert.All(contract.Hooks, hook => Assert.Contains($"name: {hook.WireName}\n", specification, StringComparison.Ordinal));
        Assert.Contains($"mcp_tool_name_template: \"{Codec("execute").Hook.ToolNameTemplate}\"", specification, StringComparison.Ordinal);
    }

    private static HookCodec Codec(string name)
    {
        var contract = PluginContracts.FindAll()["tool"];
        return PluginCodec.Of(contract).For(contract.Hooks.Single(hook => hook.WireName == name));
    }

    private static string Root()
    {
        var root = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{Variable} is not set: it names the folder with kinds/tool of the public plugin specification.");
        return Path.Combine(root, "kinds", "tool");
    }

    /// <summary>The order of names is nobody's, and where a schema is published is not the contract's.</summary>
    private static void AssertSame(string file, string actual)
    {
        var (published, own) = ((JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "schemas", file)))!, JsonNode.Parse(actual)!);
        published.Remove("$id");
        Sort(published);
        Sort(own);
        Assert.True(JsonNode.DeepEquals(published, own), $"{file} is not{Environment.NewLine}{actual}");
    }

    private static void Sort(JsonNode? node)
    {
        foreach (var (_, value) in node as JsonObject ?? [])
        {
            Sort(value);
        }

        if (node is JsonObject schema && schema["required"] is JsonArray required)
        {
            schema["required"] = new JsonArray([.. required.Select(static name => name!.GetValue<string>()).Order(StringComparer.Ordinal).Select(static name => JsonValue.Create(name))]);
        }
    }
}
