namespace Dagstack.Extensions.Plugins.HookspecBuild;

/// <summary>Says what is wrong in the form that MSBuild understands.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="treatAsErrors">Whether warnings are errors: MSBuild does not apply that to what a program prints.</param>
/// <param name="exceptions">The codes that stay warnings.</param>
internal sealed class BuildOutput(TextWriter output, bool treatAsErrors, IReadOnlyList<string> exceptions)
{
    public void Error(string code, string file, string message, int line = 0, int column = 0) => Write("error", code, file, message, line, column);

    public void Warning(string code, string file, string message, int line = 0, int column = 0) =>
        Write(treatAsErrors && !exceptions.Contains(code, StringComparer.OrdinalIgnoreCase) ? "error" : "warning", code, file, message, line, column);

    private void Write(string severity, string code, string file, string message, int line, int column)
    {
        var place = line > 0 ? $"({line},{column})" : string.Empty;
        output.WriteLine($"{file}{place}: {severity} {code}: {message.ReplaceLineEndings(" ")}");
    }
}
