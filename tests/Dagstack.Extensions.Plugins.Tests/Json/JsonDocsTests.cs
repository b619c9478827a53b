using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>docs/json.md is true: its example is what the codec writes and reads, its errors are what it says.</summary>
public sealed class JsonDocsTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "json.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Docs_Example_IsReadAndWrittenAgain()
    {
        var types = s_text.Split("```csharp\n").Single(static block => block.StartsWith("public enum Speed", StringComparison.Ordinal)).Split("```")[0];
        var json = JsonBlock(0);
        var codec = CodecContract.Returning(Compile("JsonDocs", types).GetType("Delivery")!);
        var written = new ArrayBufferWriter<byte>();

        codec.WriteUntypedResult(codec.ReadUntypedResult(Encoding.UTF8.GetBytes(json)), written);

        Assert.Equal(JsonElement.Parse(json).ToString().Replace("\n", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal), Encoding.UTF8.GetString(written.WrittenSpan).Replace(" ", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void Docs_SchemasOfAHook_AreThoseOfTheContract()
    {
        var types = s_text.Split("```csharp\n").Single(static block => block.StartsWith("public sealed record Piece", StringComparison.Ordinal)).Split("```")[0];
        var codec = CodecContract.Member(Compile("JsonSchemaDocs", types).GetType("ISplitter")!, "Split");

        Assert.Equal(Compact(JsonBlock(1)), codec.ContractInputSchema.GetRawText());
        Assert.Equal(Compact(JsonBlock(2)), codec.ContractOutputSchema!.Value.GetRawText());
    }

    [Fact]
    public void Docs_Errors_AreWhatIsSaid()
    {
        var order = new Order("a", [.. Enumerable.Repeat(new OrderLine(DateTime.UnixEpoch), 3), new(default)]);
        var take = CodecContract.Taking(CodecContract.Parameter<Order>("args"), CodecContract.Parameter<int>("other"));

        Assert.Contains(Assert.Throws<PluginSerializationException>(() => take.Write(order, 1)).Message + "\n", s_text, StringComparison.Ordinal);
        var contract = PluginContracts.Find(typeof(Chunking.IChunker))!;
        var chunk = PluginCodec.Of(contract).For(contract.Hooks[0]);
        Assert.Contains(Assert.Throws<PluginSerializationException>(() => chunk.Read("""{"text":"a","max_size":"many"}""")).Message + "\n", s_text, StringComparison.Ordinal);
        Assert.Contains(Assert.Throws<PluginSerializationException>(() => chunk.Read("""{"text":"a","maxsize":1}""")).Message + "\n", s_text, StringComparison.Ordinal);
    }

    private static string JsonBlock(int index) => s_text.Split("```json\n")[index + 1].Split("```")[0];

    private static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    private static System.Reflection.Assembly Compile(string name, string types)
    {
        string[] references = [typeof(ISet<>).Assembly.Location, System.Reflection.Assembly.Load("System.Collections").Location, typeof(JsonSchemaAttribute).Assembly.Location];
        return System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(Compiler.Compile(
            name,
            "#nullable enable\nusing System; using System.Collections.Generic; using Dagstack.Extensions.Plugins;" + types,
            [.. references.Select(static file => MetadataReference.CreateFromFile(file))])));
    }
}
