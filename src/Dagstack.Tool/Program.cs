using System.Runtime.CompilerServices;
using System.Text;
using Dagstack.Tool;
using Dagstack.Tool.Output;

// Who asks for the version is not made to wait for the rest: neither for what it would load, nor for a console.
if (args is ["--version"])
{
    using var output = Console.OpenStandardOutput();
    output.Write(Encoding.UTF8.GetBytes(ToolVersion.Current + Environment.NewLine));
    return ExitCodes.Fine;
}

return RunAsync(args).GetAwaiter().GetResult();

[MethodImpl(MethodImplOptions.NoInlining)]
static async Task<int> RunAsync(string[] args)
{
    Console.OutputEncoding = Encoding.UTF8;
    var terminal = Terminal.OfProcess();

    // Plugins that run in this process write beside the result, not into it.
    Console.SetOut(Console.Error);
    using var interruption = new Interruption();
    return await DagstackCommand.RunAsync(args, terminal, interruption.Token);
}
