using System.Text;
using Dagstack.Tool;
using Dagstack.Tool.Output;

// Who asks for the version is not made to wait for the rest.
if (args is ["--version"])
{
    Console.WriteLine(DagstackCommand.Version);
    return ExitCodes.Fine;
}

Console.OutputEncoding = Encoding.UTF8;
return await DagstackCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
