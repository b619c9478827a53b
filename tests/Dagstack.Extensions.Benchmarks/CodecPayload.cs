using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>What the codec costs against the serializer alone, on a record of the same payload with the same options and converters.</summary>
/// <remarks>Both write into one buffer, the serializer by one writer. Reading makes what a call needs: the record, or the call with its arguments.</remarks>
[MemoryDiagnoser(displayGenColumns: false)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class CodecPayload
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * 1024 * 1024);
    private HookCodec _codec = null!;
    private HookInvocation _call = null!;
    private CarriedPayload _payload = null!;
    private JsonTypeInfo<CarriedPayload> _info = null!;
    private Utf8JsonWriter _writer = null!;
    private byte[] _json = null!;

    // As many items as make 100 B, 10 KB and 1 MB.
    [Params(1, 117, 11_800)]
    public int Items { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var contract = PluginContracts.Find(typeof(ICarrier))!;
        var codec = PluginCodec.Of(contract);
        _codec = codec.For(contract.Hooks[0]);
        _info = (JsonTypeInfo<CarriedPayload>)codec.Options.GetTypeInfo(typeof(CarriedPayload));
        _writer = new(_buffer, new() { Encoder = codec.Options.Encoder, SkipValidation = true });
        _payload = new("x", 3, [.. Enumerable.Range(0, Items).Select(static i => new CarriedLine(i + 10_000, "a label", DateTimeOffset.UnixEpoch.AddSeconds(i), 12.50m + i))]);
        _call = _codec.Hook.CreateInvocation();
        _call.SetArgument(0, _payload.Name);
        _call.SetArgument(1, _payload.Count);
        _call.SetArgument(2, _payload.Items);
        WriteBySerializer();
        _json = _buffer.WrittenSpan.ToArray();
        WriteByCodec();
        if (!_buffer.WrittenSpan.SequenceEqual(_json))
        {
            throw new InvalidOperationException("The payloads differ.");
        }
    }

    [Benchmark(Baseline = true, Description = "serializer"), BenchmarkCategory("write")]
    public int WriteBySerializer()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, _payload, _info);
        _writer.Flush();
        return _buffer.WrittenCount;
    }

    [Benchmark(Description = "codec"), BenchmarkCategory("write")]
    public int WriteByCodec()
    {
        _buffer.ResetWrittenCount();
        _codec.WriteArguments(_call, _buffer);
        return _buffer.WrittenCount;
    }

    [Benchmark(Baseline = true, Description = "serializer"), BenchmarkCategory("read")]
    public CarriedPayload ReadBySerializer() => JsonSerializer.Deserialize(_json, _info)!;

    [Benchmark(Description = "codec"), BenchmarkCategory("read")]
    public HookInvocation ReadByCodec()
    {
        var call = _codec.Hook.CreateInvocation();
        _codec.ReadArguments(_json, call);
        return call;
    }
}
