namespace Dagstack.Tool.Tests;

/// <summary>The command within this process, where none of its own is needed.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public static async Task<Ran> Async(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await DagstackCommand.RunAsync(arguments, new(output, error, Screen: null), TestContext.Current.CancellationToken);
        return new(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
