using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.CSharp;

/// <summary>The kind <c>tool</c> as it is emitted beside the one that hosts have.</summary>
public sealed class EmittedToolTests
{
    private static readonly PluginContract s_own = PluginContracts.Find(typeof(ITool))!;

    [Fact]
    public void Hooks_OfTheEmittedKind_AreThoseOfTheHost()
    {
        var emitted = BuiltContract.Of(RoundTrip.CSharpOf(PublicKinds.Read("tool")));

        Assert.Equal((s_own.Kind, s_own.ApiVersion, s_own.IsInProcessOnly), (emitted.Kind, emitted.ApiVersion, emitted.IsInProcessOnly));
        Assert.Equal(s_own.Hooks.Select(Describe), emitted.Hooks.Select(Describe));
        Assert.Empty(HookspecContract.Differences(s_own, HookspecContract.Describe(emitted)));
        Assert.Empty(HookspecContract.Differences(emitted, HookspecContract.Describe(s_own)));
    }

    [Fact]
    public void Payloads_OfTheEmittedKind_AreThoseOfTheHost()
    {
        var emitted = BuiltContract.Of(RoundTrip.CSharpOf(PublicKinds.Read("tool")));

        foreach (var (one, other) in new[] { (s_own, emitted), (emitted, s_own) })
        {
            Assert.Equal("""{"function":"forecast","args":{"city":"Kiel"}}""", Passed(one, other, "execute", """{"function":"forecast","args":{"city":"Kiel"}}"""));
            Assert.Equal("""{"result":[1,null]}""", Result(one, other, "execute", """{"result":[1,null]}"""));
            Assert.Equal("""{"result":null,"is_error":true,"error_message":"No."}""", Result(one, other, "execute", """{"result":null,"is_error":true,"error_message":"No."}"""));
            Assert.Equal("""[{"name":"f","description":"d","parameters":{"type":"object"}}]""", Result(one, other, "get_schema", """[{"name":"f","description":"d","parameters":{"type":"object"}}]"""));
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
        var text = Written(writer => codec.WriteUntypedResult(result, writer));

        // What is false may be written or left out.
        return text.Replace(""","is_error":false""", string.Empty, StringComparison.Ordinal);
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
