using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Tables that are named like runtimes which packages bring.</summary>
public sealed class RuntimeTableTests
{
    private const string Table = "[plugin.echo_process]\ncommand = \"echo\"\nbounds = { calls = 3 }";

    private static readonly ManifestLoadOptions s_host = new() { SupportedRuntimes = new HashSet<string> { "echo_process", "in_process" } };

    [Fact]
    public void Parse_TableOfTheChosenRuntime_IsInTheManifest()
    {
        var result = ManifestSamples.Replacing("runtime", "runtime = [\"wasm\", \"echo_process\", \"in_process\"]\nwasm = {}\n", s_host, Table);

        Assert.Equal("echo_process", result.Runtime);
        Assert.Equal("echo", result.ThrowIfInvalid().RuntimeSettings["command"]);
        Assert.Equal(3L, Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(result.ThrowIfInvalid().RuntimeSettings["bounds"])["calls"]);
    }

    [Fact]
    public void Parse_TableOfARuntimeThatWasNotChosen_IsLeftOut()
    {
        var result = ManifestSamples.With(Table, s_host);

        Assert.Empty(result.Problems);
        Assert.Empty(result.ThrowIfInvalid().RuntimeSettings);
    }

    [Fact]
    public void Parse_TableOfNoRuntime_IsAnUnknownKey()
    {
        var result = ManifestSamples.With(Table);

        Assert.StartsWith("plugins/x/dagstack.toml(7,9): unknown key 'plugin.echo_process'.", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.Null(result.Manifest);
        Assert.True(result.Recheck(s_host).IsValid);
    }

    [Theory]
    [InlineData("echo_process = 1")]
    [InlineData("[plugin.echo-process]")]
    [InlineData("[plugin.in_process]")]
    public void Parse_WhatCannotBeTheTableOfARuntime_IsAnUnknownKey(string lines)
    {
        var host = new ManifestLoadOptions { SupportedRuntimes = new HashSet<string> { "echo_process", "echo-process", "in_process" } };

        Assert.StartsWith("unknown key", Assert.Single(ManifestSamples.With(lines, host).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RuntimeWithATableInAHostWithoutIt_IsNotSupported()
    {
        var result = ManifestSamples.Replacing("runtime", "runtime = \"echo_process\"", null, Table);

        var problem = Assert.Single(result.Problems);
        Assert.Equal((PluginErrorCodes.RuntimeNotSupported, "plugin.runtime"), (problem.Code, problem.Path));
        Assert.Equal("echo", result.Recheck(s_host).ThrowIfInvalid().RuntimeSettings["command"]);
        Assert.Equal("echo_process", result.Recheck(s_host).Runtime);
    }

    [Fact]
    public void Check_ManifestInCodeWithSettings_IsThatOfAForeignRuntime()
    {
        var manifest = new PluginManifest { Id = new("greeter", "given"), Runtimes = ["echo_process"], RuntimeSettings = new Dictionary<string, object?> { ["command"] = "echo" } };
        var parsed = GivenManifestRules.Check(manifest);

        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, Assert.Single(new ManifestLoadResult(parsed, ManifestLoadOptions.Default).Problems).Code);
        Assert.Same(manifest, new ManifestLoadResult(parsed, s_host).ThrowIfInvalid());
    }
}
