import json, os, sys, math, torch
from safetensors.torch import save_file, load_file
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, MistralConfig, MistralForCausalLM
import transformers
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
base = dict(vocab_size=160, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=512, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, tie_word_embeddings=False)
def rp(**k): return dict(rope_parameters=dict(k))
V = {
 'qwen3': (Qwen3Config, Qwen3ForCausalLM, dict(base, head_dim=32, tie_word_embeddings=True, rms_norm_eps=1e-6, **rp(rope_type='default', rope_theta=1e6)), torch.bfloat16, {}),
 'qwen3-bias': (Qwen3Config, Qwen3ForCausalLM, dict(base, head_dim=16, attention_bias=True, **rp(rope_type='default', rope_theta=1e6)), torch.float16, {}),
 'mistral': (MistralConfig, MistralForCausalLM, dict(base, head_dim=32, sliding_window=None, **rp(rope_type='default', rope_theta=1e6)), torch.bfloat16, dict(old=True)),
 'llama-linear': (LlamaConfig, LlamaForCausalLM, dict(base, **rp(rope_type='linear', rope_theta=10000.0, factor=4.0)), torch.float16, dict(old='type')),
 'llama-dynamic': (LlamaConfig, LlamaForCausalLM, dict(base, max_position_embeddings=64, **rp(rope_type='dynamic', rope_theta=10000.0, factor=2.0)), torch.float16, dict(old='type')),
 'llama-yarn': (LlamaConfig, LlamaForCausalLM, dict(base, head_dim=32, **rp(rope_type='yarn', rope_theta=10000.0, factor=8.0, original_max_position_embeddings=64)), torch.float16, {}),
 'qwen2-yarn': (Qwen2Config, Qwen2ForCausalLM, dict(base, use_sliding_window=False, **rp(rope_type='yarn', rope_theta=1e6, factor=4.0, original_max_position_embeddings=128, beta_fast=16.0, beta_slow=2.0)), torch.bfloat16, dict(old=True)),
 'llama-yarn-mscale': (LlamaConfig, LlamaForCausalLM, dict(base, head_dim=32, **rp(rope_type='yarn', rope_theta=10000.0, factor=8.0, original_max_position_embeddings=64, mscale=0.707, mscale_all_dim=0.5, truncate=False)), torch.float32, {}),
 'llama32-tied': (LlamaConfig, LlamaForCausalLM, dict(base, tie_word_embeddings=True, head_dim=32, **rp(rope_type='llama3', rope_theta=500000.0, factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)), torch.bfloat16, dict(old=True)),
 'llama-sharded': (LlamaConfig, LlamaForCausalLM, dict(base, num_hidden_layers=3, **rp(rope_type='default', rope_theta=10000.0)), torch.float16, dict(shards=3)),
 'llama-f32': (LlamaConfig, LlamaForCausalLM, dict(base, num_attention_heads=8, num_key_value_heads=1, **rp(rope_type='default', rope_theta=10000.0)), torch.float32, {}),
 'internlm1': (LlamaConfig, LlamaForCausalLM, dict(base, num_key_value_heads=4, attention_bias=True, **rp(rope_type='default', rope_theta=10000.0)), torch.float16, dict(internlm1=True)),
 'internlm2-bias': (LlamaConfig, LlamaForCausalLM, dict(base, attention_bias=True, **rp(rope_type='default', rope_theta=1e6)), torch.bfloat16, dict(internlm2=True)),
}
def forget(m):
    """Dynamic rotary frequencies remember the longest sequence they have seen; a golden is what a fresh model computes."""
    m.model.rotary_emb = type(m.model.rotary_emb)(m.config)
def logprobs(m, ids):
    forget(m)
    with torch.no_grad(): lg = m(torch.tensor([ids])).logits[0].float()
    return lg, torch.log_softmax(lg.double(), -1)
rows=[]
for idx,(name,(C,M,kw,dt,opt)) in enumerate(V.items()):
    torch.manual_seed(1000+idx)
    cfg = C(**kw); cfg._attn_implementation='eager'
    m = M(cfg).float().eval()
    with torch.no_grad():
        for n,p in m.named_parameters():
            if 'norm' in n: p.copy_(1+0.2*torch.randn_like(p))
            elif n.endswith('bias'): p.copy_(0.3*torch.randn_like(p))
            elif 'embed' in n: p.copy_(torch.randn_like(p)*(0.6 if cfg.tie_word_embeddings else 1.0))
            elif 'lm_head' in n: p.copy_(torch.randn_like(p)*0.35)
            elif 'o_proj' in n or 'down_proj' in n: p.copy_(torch.randn_like(p)*2.2/math.sqrt(p.shape[1]))
            else: p.copy_(torch.randn_like(p)*1.3/math.sqrt(p.shape[1]))
            p.copy_(p.to(dt).float())
    d=f'{out}/{name}'; os.makedirs(d, exist_ok=True)
    prompts=[]; last={}
    g=torch.Generator().manual_seed(7+idx)
    for L in (1, 9, 40, 150):
        for attempt in range(400):
            ids = torch.randint(0, cfg.vocab_size, (L,), generator=g).tolist()
            gaps=[]; greedy=[]; past=None; inp=torch.tensor([ids]); forget(m)
            ok=True
            with torch.no_grad():
                for s in range(24):
                    o = m(inp, past_key_values=past, use_cache=True); past=o.past_key_values
                    lg=o.logits[0,-1].float(); t=torch.topk(lg,2)
                    gap=float(t.values[0]-t.values[1])
                    if gap<0.15: ok=False; break
                    gaps.append(round(gap,4)); greedy.append(int(t.indices[0])); inp=torch.tensor([[greedy[-1]]])
            if ok and len(set(greedy))>=3 or attempt>300 and ok: break
        else: print('no prompt', name, L); continue
        lg, lp = logprobs(m, ids)
        last[f'prompt{len(prompts)}.last_logits']=lg[-1].contiguous()
        prompts.append(dict(input_ids=ids, greedy=greedy, greedy_gap=gaps, prompt_logprobs=[float(lp[t, ids[t+1]]) for t in range(L-1)]))
    json.dump(dict(model=name, dtype_of_reference='float32', prompts=prompts), open(d+'/golden.json','w'))
    save_file(last, d+'/golden.safetensors')
    sd = {n:p.detach().to(dt).contiguous() for n,p in m.named_parameters()}
    c = json.loads(cfg.to_json_string(use_diff=False)); c['torch_dtype']={torch.float16:'float16',torch.bfloat16:'bfloat16',torch.float32:'float32'}[dt]; c.pop('dtype',None)
    c['architectures']=[M.__name__]
    for k in ('id2label','label2id','_attn_implementation','attn_implementation'): c.pop(k,None)
    if opt.get('old'):
        r=c.pop('rope_parameters'); c['rope_theta']=r.pop('rope_theta'); t=r.pop('rope_type')
        c['rope_scaling']=None if t=='default' else dict({('type' if opt['old']=='type' else 'rope_type'):t}, **r)
    if opt.get('internlm1'):
        c['architectures']=['InternLMForCausalLM']; c['model_type']='internlm'; c['bias']=True
        for k in ('attention_bias','num_key_value_heads','head_dim'): c.pop(k)
        r=c.pop('rope_parameters'); c['rotary']={'base':10000,'type':'origin'}
    if opt.get('internlm2'):
        c['architectures']=['InternLM2ForCausalLM']; c['model_type']='internlm2'; c['bias']=True
        for k in ('attention_bias','head_dim'): c.pop(k)
        r=c.pop('rope_parameters'); c['rope_theta']=r['rope_theta']; c['rope_scaling']=None
        hd=cfg.hidden_size//cfg.num_attention_heads; kv=cfg.num_key_value_heads; gr=cfg.num_attention_heads//kv; h=cfg.hidden_size
        n={}
        n['model.tok_embeddings.weight']=sd['model.embed_tokens.weight']; n['output.weight']=sd['lm_head.weight']; n['model.norm.weight']=sd['model.norm.weight']
        for l in range(cfg.num_hidden_layers):
            p=f'model.layers.{l}.'
            for s in ('weight','bias'):
                sh=(h,) if s=='weight' else ()
                q=sd[p+'self_attn.q_proj.'+s].reshape(kv,gr,hd,*sh); k=sd[p+'self_attn.k_proj.'+s].reshape(kv,1,hd,*sh); v=sd[p+'self_attn.v_proj.'+s].reshape(kv,1,hd,*sh)
                n[p+'attention.wqkv.'+s]=torch.cat([q,k,v],1).reshape(-1,*sh).contiguous()
                n[p+'attention.wo.'+s]=sd[p+'self_attn.o_proj.'+s]
            n[p+'attention_norm.weight']=sd[p+'input_layernorm.weight']; n[p+'ffn_norm.weight']=sd[p+'post_attention_layernorm.weight']
            n[p+'feed_forward.w1.weight']=sd[p+'mlp.gate_proj.weight']; n[p+'feed_forward.w3.weight']=sd[p+'mlp.up_proj.weight']; n[p+'feed_forward.w2.weight']=sd[p+'mlp.down_proj.weight']
        sd=n
    if cfg.tie_word_embeddings: sd.pop('lm_head.weight',None)
    json.dump(c, open(d+'/config.json','w'), indent=1)
    if opt.get('shards'):
        ks=sorted(sd); k=opt['shards']; wm={}; tot=0
        for i in range(k):
            part={x:sd[x] for x in ks[i::k]}; f=f'model-{i+1:05d}-of-{k:05d}.safetensors'; save_file(part,f'{d}/{f}',metadata={'format':'pt'})
            for x in part: wm[x]=f; tot+=part[x].numel()*part[x].element_size()
        json.dump({'metadata':{'total_size':tot},'weight_map':wm},open(d+'/model.safetensors.index.json','w'))
    else: save_file(sd, d+'/model.safetensors', metadata={'format':'pt'})
    rows.append((name, len(prompts), [min(p['greedy_gap']) for p in prompts], [len(set(p['greedy'])) for p in prompts], float(m.model.rotary_emb.attention_scaling) if hasattr(m.model.rotary_emb,'attention_scaling') else None))
print(transformers.__version__, torch.__version__)
for r in rows: print(*r)
