using Dagstack.Extensions.Plugins;

namespace Dispatch;

/// <summary>The plugin answers that can handle the request, by what plugins declare; else the fallback.</summary>
[PluginKind("parser")]
public interface IParser
{
    [Hook(DispatchClass.Capability)]
    string Parse(string text);
}

[Plugin("parser", "python", SupportsExtensions = [".py", ".pyi"], SupportsMimeTypes = ["text/x-python"])]
public sealed class PythonParser : IParser
{
    public string Parse(string text) => $"python sees '{text}'";
}

[Plugin("parser", "markup", SupportsExtensions = [".md", ".html"], SupportsMimeTypes = ["text/*"], Capabilities = ["headings"])]
public sealed class MarkupParser : IParser
{
    public string Parse(string text) => $"markup sees '{text}'";
}

[Plugin("parser", "plain", Fallback = true)]
public sealed class PlainParser : IParser
{
    public string Parse(string text) => $"plain sees '{text}'";
}

public sealed class CapabilityProgram(IPlugins<IParser> parsers)
{
    public void Run()
    {
        Console.WriteLine($"capability: {parsers.For(extension: ".py").Parse("x = 1")}");
        Console.WriteLine($"  by MIME type: {parsers.Parse(new() { MimeType = "text/html" }, "<b>")}");
        Console.WriteLine($"  by two axes: {parsers.For(extension: ".md", capability: "headings").Parse("# a")}");
        Console.WriteLine($"  the fallback: {parsers.For(extension: ".txt").Parse("abc")}");
    }
}
