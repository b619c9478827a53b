using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.CSharp;

/// <summary>The kind <c>orchestrator</c> as it is emitted beside the one that hosts have.</summary>
public sealed class EmittedOrchestratorTests
{
    private static readonly PluginContract s_own = PluginContracts.Find(typeof(IOrchestrator))!;

    [Fact]
    public void Hooks_OfTheEmittedKind_AreThoseOfTheHost()
    {
        var emitted = BuiltContract.Of(RoundTrip.CSharpOf(PublicKinds.Read("orchestrator")));

        Assert.Equal((s_own.Kind, s_own.ApiVersion, s_own.IsInProcessOnly), (emitted.Kind, emitted.ApiVersion, emitted.IsInProcessOnly));
        Assert.Equal(s_own.Hooks.Select(Describe), emitted.Hooks.Select(Describe));
        Assert.Empty(HookspecContract.Differences(s_own, HookspecContract.Describe(emitted)));
        Assert.Empty(HookspecContract.Differences(emitted, HookspecContract.Describe(s_own)));
    }

    [Fact]
    public void Payloads_OfTheEmittedKind_AreThoseOfTheHost()
    {
        var emitted = BuiltContract.Of(RoundTrip.CSharpOf(PublicKinds.Read("orchestrator")));

        foreach (var (one, other) in new[] { (s_own, emitted), (emitted, s_own) })
        {
            Assert.Equal("""{"plugin_name":"pages","args":{"a":[1]},"partition_key":"p"}""", Passed(one, other, "enqueue", """{"plugin_name":"pages","args":{"a":[1]},"partition_key":"p"}"""));
            Assert.Equal("""{"unit_id":"u","deduplicated":true}""", Result(one, other, "enqueue", """{"unit_id":"u","deduplicated":true}"""));
            Assert.Equal("""{"unit_id":"u","state":"running","progress":{"fraction":0.5}}""", Result(one, other, "status", """{"unit_id":"u","state":"running","progress":{"fraction":0.5}}"""));
            Assert.Equal("""{"states":["failed","cancelled"]}""", Passed(one, other, "backfill", """{"states":["failed","cancelled"]}"""));
        }
    }

    private static string Describe(HookDescriptor hook) =>
        $"{hook.WireName} {hook.Shape} {hook.DispatchClass} {hook.IsExposed} {hook.IsResultNullable} {hook.AcceptsCancellation} {hook.IsBestEffort} {hook.ToolNameTemplate} {hook.Parameters.Count}";

    /// <summary>Reads arguments by one contract, writes them, and reads and writes what came by the other.</summary>
    private static string Passed(PluginContract one, PluginContract other, string hook, string json) => Arguments(other, hook, Arguments(one, hook, json));

    private static string Arguments(PluginContract contract, string name, string json)
    {
        var hook = contract.Hooks.First(hook => hook.WireName == name);
        var codec = PluginCodec.Of(contract).For(hook);
        var call = hook.CreateInvocation();
        codec.ReadArguments(System.Text.Encoding.UTF8.GetBytes(json), call);
        return Written(writer => codec.WriteArguments(call, writer));
    }

    private static string Result(PluginContract one, PluginContract other, string hook, string json) => Result(other, hook, Result(one, hook, json));

    private static string Result(PluginContract contract, string name, string json)
    {
        var codec = PluginCodec.Of(contract).For(contract.Hooks.First(hook => hook.WireName == name));
        var result = codec.ReadUntypedResult(System.Text.Encoding.UTF8.GetBytes(json));
        return Written(writer => codec.WriteUntypedResult(result, writer));
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
