namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Reading;

public sealed class PublicKindTests
{
    [Fact]
    public void Read_Tool_HasItsHooks()
    {
        var result = HookspecFile.Read(PublicKinds.File("tool"));

        Assert.Empty(result.Problems);
        var spec = result.ThrowIfInvalid();
        Assert.Equal(("tool", "1.0.0", false, false), (spec.Kind, spec.ApiVersion, spec.InProcessOnly, spec.SingletonPerRuntime));
        Assert.StartsWith("Function-style plugin: one or more", spec.Description, StringComparison.Ordinal);
        Assert.Equal(["get_schema (broadcast_collect)", "execute (singleton)"], spec.Hooks.Select(static hook => hook.ToString()));
        Assert.Equal([false, true], spec.Hooks.Select(static hook => hook.IsExposed));
        Assert.Equal("{kind}.{plugin}.{hook}.{function}", spec.Hooks[1].ToolNameTemplate);
        Assert.Equal("tool.execute input", spec.Hooks[1].Input!.Schema.GetProperty("title").GetString());
    }

    [Fact]
    public void Read_Orchestrator_HasItsConstraints()
    {
        var result = HookspecFile.Read(PublicKinds.File("orchestrator"));

        Assert.Empty(result.Problems);
        var spec = result.ThrowIfInvalid();
        Assert.True(spec is { InProcessOnly: true, SingletonPerRuntime: true });
        Assert.Equal(["enqueue", "status", "backfill"], spec.Hooks.Select(static hook => hook.Name));
        Assert.Equal("schemas/backfill.output.json", spec.Hooks[2].Output!.File);
    }
}
