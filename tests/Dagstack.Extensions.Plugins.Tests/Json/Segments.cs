using System.Buffers;
using System.Text;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Makes bytes that lie in many places.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(string text, int size)
    {
        Segments? first = null, last = null;
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            var next = new Segments { Memory = chunk, RunningIndex = last is null ? 0 : last.RunningIndex + last.Memory.Length };
            first ??= next;
            if (last is not null)
            {
                last.Next = next;
            }

            last = next;
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }
}
