using System.Text.Json.Nodes;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>The schemas of the kind <c>orchestrator</c> are those of its public specification.</summary>
public sealed class OrchestratorSpecificationTests
{
    private const string Variable = "DAGSTACK_PLUGIN_SPEC_DIR";

    [Theory]
    [InlineData("enqueue")]
    [InlineData("status")]
    [InlineData("backfill")]
    public void ContractSchemas_OfTheKind_AreThosePublished(string hook)
    {
        var codec = Codec(hook);

        AssertSame($"{hook}.input.json", codec.ContractInputSchema.GetRawText());
        AssertSame($"{hook}.output.json", codec.ContractOutputSchema!.Value.GetRawText());
    }

    [Fact]
    public void Contract_OfTheKind_IsAsPublished()
    {
        var specification = File.ReadAllText(Path.Combine(Root(), "v1.yaml"));
        var contract = PluginContracts.FindAll()["orchestrator"];

        Assert.Contains($"kind_api_version: \"{contract.ApiVersion}\"", specification, StringComparison.Ordinal);
        Assert.Equal(["enqueue", "status", "backfill"], contract.Hooks.Select(static hook => hook.WireName));
        Assert.All(contract.Hooks, hook => Assert.Contains($"name: {hook.WireName}\n    dispatch: singleton\n", specification, StringComparison.Ordinal));
        Assert.All(contract.Hooks, static hook => Assert.Equal((DispatchClass.Singleton, false), (hook.DispatchClass, hook.IsExposed)));
        Assert.Equal(3, specification.Split("mcp_exposed: false").Length - 1);
        Assert.Contains("in_process_only: true\n  singleton_per_runtime: true\n", specification, StringComparison.Ordinal);
        Assert.Equal((true, true), (contract.IsInProcessOnly, contract.IsSingletonPerRuntime));
    }

    private static HookCodec Codec(string name)
    {
        var contract = PluginContracts.FindAll()["orchestrator"];
        return PluginCodec.Of(contract).For(contract.Hooks.Single(hook => hook.WireName == name));
    }

    private static string Root()
    {
        var root = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{Variable} is not set: it names the folder with kinds/orchestrator of the public plugin specification.");
        return Path.Combine(root, "kinds", "orchestrator");
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
