using System.Text;
using Dagstack.Tool;
using Dagstack.Tool.Output;

// Who asks for the version is not made to wait for the rest.
if (args is ["--version"])
{
    Console.WriteLine(ToolVersion.Current);
    return ExitCodes.Fine;
}

Console.OutputEncoding = Encoding.UTF8;
var terminal = Terminal.OfProcess();

// Plugins that run in this process write beside the result, not into it.
Console.SetOut(Console.Error);
using var interruption = new Interruption();
return await DagstackCommand.RunAsync(args, terminal, interruption.Token);
