using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>Code that does not become a plugin: the reason has the file, the line and the column, and what to do.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "a missing name", Code.Body("return [new(0, missing)];"), ["plugin.cs(8,24): CS0103: The name 'missing' does not exist in the current context", "Correct it, and start or reload the plugin."] },
        { "a missing semicolon", Code.Body("return []"), ["plugin.cs(8,18): CS1002: ; expected"] },
        { "two errors", Code.Body("int one = \"\"; return missing;"), ["and has 2 errors. Correct them", "\n- ", "plugin.cs(8,19): CS0029:", "plugin.cs(8,30): CS0103:"] },
        { "a contract that is not implemented", "public sealed class LineChunker : Chunking.IChunker;", ["plugin.cs(1,35): CS0535: 'LineChunker' does not implement interface member 'IChunker.Chunk(string, int?)'"] },
        { "a package's type", Code.Body("return [];", before: "using Newtonsoft.Json;"), ["plugin.cs(2,7): CS0246", "put what else it needs there, or make a project of it."] },
        { "statements outside of a class", "Console.WriteLine();\n" + Code.Body("return [];", before: ""), ["plugin.cs(1,1): statements outside of a class are refused", "SetupAsync of IPluginSetup"] },
        { "a package line", "#:package Newtonsoft.Json@13.0.3\n" + Code.Lines, ["plugin.cs(1,1): '#:package Newtonsoft.Json@13.0.3' is refused: nothing is restored", "assemblies in its folder"] },
        { "an sdk line", "#:sdk Microsoft.NET.Sdk.Web\n#:property LangVersion=preview\n" + Code.Lines, ["plugin.cs(1,1): '#:sdk Microsoft.NET.Sdk.Web' is refused", "plugin.cs(2,1): '#:property LangVersion=preview' is refused"] },
        { "a project line further down", "\n\n#:project ../Other\n" + Code.Lines, ["plugin.cs(3,1): '#:project ../Other' is refused"] },
        { "a line for a shell", "#!/usr/bin/env dotnet\n" + Code.Lines, ["plugin.cs(1,1): '#!/usr/bin/env dotnet' is refused: a plugin is no program"] },
        { "a reference line of scripts", "#r \"Newtonsoft.Json.dll\"\n" + Code.Lines, ["plugin.cs(1,2): CS7011: #r is only allowed in scripts"] },
        { "unsafe code", Code.Body("unsafe { var size = sizeof(DateTime*); } return [];"), ["plugin.cs(8,9): CS0227: unsafe code is refused in a plugin of one file. Use Span<T>"] },
        { "an error that the author gives", "#error not yet\n" + Code.Lines, ["plugin.cs(1,8): CS1029: #error: 'not yet'"] },
        { "lines that lie", Code.Body("\n#line 1 \"/etc/passwd\"\nreturn missing;"), ["plugin.cs(10,8): CS0103"] },
        { "two classes of one name", "namespace A { public class LineChunker; }\nnamespace B { public class LineChunker; }", ["names the class 'LineChunker', and '", "plugin.cs' has several: A.LineChunker, B.LineChunker. Write the full name"] },
        { "another class", Code.Lines.Replace("class LineChunker", "class LinesChunker", StringComparison.Ordinal), ["names the class 'LineChunker', which '", "Did you mean 'LinesChunker'?"] },
        { "no class", "// later", ["It has no public class."] },
        { "an internal class", Code.Lines.Replace("public sealed", "internal sealed", StringComparison.Ordinal), ["is not public", "plugin.cs)"] },
        { "another kind", "public sealed class LineChunker;", ["does not implement Chunking.IChunker", "plugin.cs)"] },
        { "a constructor that throws", Code.Body("return [];", "public LineChunker() => throw new InvalidOperationException(\"on purpose\");"), ["on purpose", "plugin.cs)"] },
        { "a missing brace", "public sealed class LineChunker : Chunking.IChunker {", ["plugin.cs(1,54): CS1513: } expected"] },
        { "another file's text", "{\"this\": \"is json\"}", ["plugin.cs(1,"] },
        { "deeper nesting than the compiler has a stack for", Code.Body($"return [new(0, {string.Concat(Enumerable.Repeat("(", 20_000))}\"\"{string.Concat(Enumerable.Repeat(")", 20_000))})];"), ["plugin.cs(8,520): this is nested too deeply"] },
        { "nested types", Code.Body($"{string.Concat(Enumerable.Repeat("List<", 5_000))}int"), ["this is nested too deeply for the compiler. Split it."] },
        { "many casts", Code.Body($"var no = {string.Concat(Enumerable.Repeat("(int)", 20_000))}1; return [];"), ["nested too deeply for the compiler. Split it."] },
        { "many lambdas", Code.Body($"var no = {string.Concat(Enumerable.Repeat("x => ", 5_000))}1; return [];"), ["nested too deeply for the compiler. Split it."] },
        { "many conditions", Code.Body($"var no = {string.Concat(Enumerable.Repeat("true ? 1 : ", 5_000))}1; return [];"), ["nested too deeply for the compiler. Split it."] },
        { "many signs", Code.Body($"var no = {new string('!', 20_000)}true; return [];"), ["nested too deeply for the compiler. Split it."] },
        { "deep nesting", Code.Body($"return [new(0, {string.Concat(Enumerable.Repeat("(", 2_000))}\"\"{string.Concat(Enumerable.Repeat(")", 2_000))})];"), ["nested too deeply for the compiler. Split it."] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Start_OfCodeThatCannotBe_SaysWhereAndWhatToDo(string what, string code, string[] parts)
    {
        Assert.NotEmpty(what);
        using var folder = new ScriptFolder().Write(code);

        await AssertRefusedAsync(folder, [PluginErrorCodes.PluginLoadError, .. parts]);
    }

    [Fact]
    public async Task Start_ManyErrors_AreShownUpToABound()
    {
        using var folder = new ScriptFolder().Write(Code.Body(string.Concat(Enumerable.Range(0, 50).Select(static number => string.Create(CultureInfo.InvariantCulture, $"missing{number}();\n")))));

        var reason = await AssertRefusedAsync(folder, "has 51 errors", "missing0", "missing18'", "\n- and 31 more");
        Assert.DoesNotContain("missing19", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileThatIsTooLarge_IsRefusedWithItsSize()
    {
        using var folder = new ScriptFolder().Write(Code.Lines + "//" + new string('x', 1024 * 1024));

        await AssertRefusedAsync(folder, "plugin.cs' of plugin 'chunker:lines' has 10489", "more than 1048576 are not compiled. Make a project of it.");
    }

    [Fact]
    public async Task Start_LongChains_AreNoDepth()
    {
        using var folder = new ScriptFolder().Write(Code.Body($"return [new(0, {string.Join(" + ", Enumerable.Repeat("text", 2_000))})];"));

        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(new string('a', 2_000), host.Chunker().Chunk("a").Single().Text);
    }

    [Fact]
    public async Task Start_FileJustWithinTheLimit_Compiles()
    {
        using var folder = new ScriptFolder().Write(Code.Lines + "//" + new string('x', (1024 * 1024) - Code.Lines.Length - 2));
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(PluginState.Ready, host.Status().State);
    }

    [Fact]
    public async Task Start_EmptyFile_IsRefused()
    {
        using var folder = new ScriptFolder().Write(string.Empty);

        await AssertRefusedAsync(folder, "plugin.cs' of plugin 'chunker:lines' is empty. Write the class there");
    }

    [Fact]
    public async Task Start_OtherEncoding_IsRefusedWithTheFirstPlace()
    {
        using var folder = new ScriptFolder().Write(null).Edit([.. Encoding.UTF8.GetBytes("// caf\u00e9\n// caf"), 0xE9, .. Encoding.UTF8.GetBytes("\n" + Code.Lines)]);

        await AssertRefusedAsync(folder, "plugin.cs(2,7): what begins here is not UTF-8. Save the file as UTF-8.");
    }

    [Fact]
    public async Task Start_Utf16_IsRefused()
    {
        using var folder = new ScriptFolder().Write(null).Edit([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Code.Lines)]);

        await AssertRefusedAsync(folder, "plugin.cs(1,1): what begins here is not UTF-8.");
    }

    [Fact]
    public async Task Start_ZeroByte_IsRefused()
    {
        using var folder = new ScriptFolder().Write(null).Edit([.. "// a"u8, 0, .. Encoding.UTF8.GetBytes(Code.Lines)]);

        await AssertRefusedAsync(folder, "plugin.cs(1,5): there is a zero byte");
    }

    [Fact]
    public async Task Start_ByteOrderMark_IsNoError()
    {
        using var folder = new ScriptFolder().Write(null).Edit([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Code.Saying("marked"))]);
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal("marked", host.Says());
    }

    [Fact]
    public async Task Start_NoFile_SaysWhichIsMissing()
    {
        using var folder = new ScriptFolder().Write(null);

        await AssertRefusedAsync(folder, "has no module 'plugin'", "plugin.dll' does not exist");
    }

    [Fact]
    public async Task Start_EntryPointWithTheEnding_SaysWhatToWrite()
    {
        using var folder = new ScriptFolder().Write(Code.Lines, entryPoint: "plugin.cs:LineChunker");
        await using var host = await ScriptHost.StartAsync(folder);

        Assert.Equal(PluginErrorCodes.ManifestInvalid, host.Status().Code);
        Assert.Contains("has the ending '.cs', which is added by the host; write 'plugin'", host.Status().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LinkOutOfTheFolder_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var folder = new ScriptFolder().Write(null);
        var outside = Path.Combine(Path.GetDirectoryName(folder.Root)!, "outside.cs");
        await File.WriteAllTextAsync(outside, Code.Lines, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder.File(), outside);

        await AssertRefusedAsync(folder, "leaves the plugin's folder");
    }

    [Fact]
    public async Task Start_WithoutUseScripts_SaysWhatToReference()
    {
        using var folder = new ScriptFolder().Write(Code.Lines);
        await using var host = await ScriptHost.StartAsync(folder, plugins: static o => Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.RemoveAll<PluginModuleSource>(o.Services));

        Assert.Contains("There is 'plugin.cs': a host compiles it that references the package Dagstack.Extensions.Plugins.Scripts and calls o.UseScripts().", host.Status().Reason, StringComparison.Ordinal);
    }

    private static async Task<string> AssertRefusedAsync(ScriptFolder folder, params string[] parts)
    {
        await using var host = await ScriptHost.StartAsync(folder);
        var status = host.Status();
        Assert.Equal(PluginState.Unavailable, status.State);
        var said = $"{status.Code}: {status.Reason}";
        Assert.All(parts, part => Assert.True(said.Contains(part, StringComparison.Ordinal), $"'{part}' is not in: {said}"));
        Assert.Contains(folder.FileOf("lines", "plugin."), said, StringComparison.Ordinal);
        return said;
    }
}
