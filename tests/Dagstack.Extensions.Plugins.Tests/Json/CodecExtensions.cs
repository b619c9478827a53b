using System.Buffers;
using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Codecs with text for bytes.</summary>
internal static class CodecExtensions
{
    public static string Write(this HookCodec codec, params object?[] arguments)
    {
        var call = codec.Hook.CreateInvocation();
        for (var i = 0; i < arguments.Length; i++)
        {
            call.SetArgument(i, arguments[i]);
        }

        var json = new ArrayBufferWriter<byte>();
        codec.WriteArguments(call, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public static object?[] Read(this HookCodec codec, string json)
    {
        var call = codec.Hook.CreateInvocation();
        codec.ReadArguments(Encoding.UTF8.GetBytes(json), call);
        return Arguments(call);
    }

    public static object?[] Arguments(this HookInvocation call) => [.. Enumerable.Range(0, call.Hook.Parameters.Count).Select(call.GetArgument)];

    public static string WriteResult<T>(this HookCodec codec, T result)
    {
        var json = new ArrayBufferWriter<byte>();
        codec.WriteResult(result, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public static T ReadResult<T>(this HookCodec codec, string json) => codec.ReadResult<T>(Encoding.UTF8.GetBytes(json));
}
